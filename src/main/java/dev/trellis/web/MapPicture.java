package dev.trellis.web;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemArea;
import dev.trellis.sync.ItemFigures;
import dev.trellis.sync.ItemFigures.Cluster;
import dev.trellis.sync.ItemFigures.Extent;
import dev.trellis.web.PicturesView.ObservationMap;
import dev.trellis.web.PicturesView.Point;

import org.springframework.stereotype.Component;

/**
 * Draws observations as points over the outline of the world, which lies two units to a
 * degree from 180 degrees west and 90 degrees north on. Only the part around the points
 * is shown, and what is close there is one point.
 */
@Component
class MapPicture {

	private static final int MOST_POINTS = 800;

	/**
	 * The narrowest part that is shown, in degrees: the outline is too coarse for less.
	 */
	private static final double NARROWEST = 40;

	private final ItemFigures figures;

	MapPicture(ItemFigures figures) {
		this.figures = figures;
	}

	ObservationMap of(UUID account) {
		Extent extent = this.figures.extent(account);
		double width = (extent.count() > 0) ? width(extent.area()) : 360;
		List<Cluster> clusters = this.figures.clusters(account, cell(width), MOST_POINTS);
		long shown = clusters.stream().mapToLong(Cluster::count).sum();
		ItemSearch search = ItemSearch.of(account, ItemKind.OBSERVATION);
		return new ObservationMap(viewBox(extent.area(), width), number(width / 250),
				clusters.stream().map((cluster) -> point(cluster, width, search)).toList(), extent.count(),
				extent.count() - shown);
	}

	private static double width(ItemArea area) {
		double around = Math.max(area.east() - area.west(), 2 * (area.north() - area.south())) * 1.3;
		return Math.min(360, Math.max(NARROWEST, around));
	}

	private static double cell(double width) {
		if (width <= 60) {
			return 1;
		}
		return (width <= 120) ? 2 : (width <= 240) ? 4 : 6;
	}

	private static String viewBox(ItemArea area, double width) {
		double height = width / 2;
		double west = within((area.west() + area.east() - width) / 2, -180, 180 - width);
		double north = within((area.south() + area.north() + height) / 2, height - 90, 90);
		return x(west) + " " + y(north) + " " + number(2 * width) + " " + number(2 * height);
	}

	private static double within(double value, double least, double most) {
		return Math.min(most, Math.max(least, value));
	}

	private static Point point(Cluster cluster, double width, ItemSearch search) {
		double radius = width / 60 * (0.75 + 0.35 * Math.log10(cluster.count()));
		return new Point(x(cluster.longitude()), y(cluster.latitude()), number(radius),
				String.format(Locale.ROOT, "%.1f\u00B0, %.1f\u00B0", cluster.latitude(), cluster.longitude()),
				cluster.count(), cluster.title(), search.in(cluster.area()).address("/items"));
	}

	private static String x(double longitude) {
		return number((longitude + 180) * 2);
	}

	private static String y(double latitude) {
		return number((90 - latitude) * 2);
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
