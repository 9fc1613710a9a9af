package dev.trellis.sync;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import org.jspecify.annotations.Nullable;

/**
 * A rectangle of the earth, in degrees. Its southern and western edges belong to it, its
 * northern and eastern edges to its neighbours.
 *
 * @param south degrees north of its southern edge
 * @param west degrees east of its western edge
 * @param north degrees north of its northern edge
 * @param east degrees east of its eastern edge
 */
public record ItemArea(double south, double west, double north, double east) {

	private static final Pattern TEXT = Pattern.compile("-?\\d{1,3}(\\.\\d{1,3})?(,-?\\d{1,3}(\\.\\d{1,3})?){3}");

	/**
	 * Reads an area.
	 * @param text what {@link #toString()} wrote; may be anything
	 * @return the area; empty if the text is none
	 */
	public static Optional<ItemArea> parse(@Nullable String text) {
		if (text == null || !TEXT.matcher(text).matches()) {
			return Optional.empty();
		}
		double[] edges = Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
		ItemArea area = new ItemArea(edges[0], edges[1], edges[2], edges[3]);
		return (area.south < area.north && area.west < area.east) ? Optional.of(area) : Optional.empty();
	}

	/**
	 * The area as a text that can stand in an address.
	 * @return south, west, north and east, separated by commas
	 */
	@Override
	public String toString() {
		return DoubleStream.of(this.south, this.west, this.north, this.east)
			.mapToObj((edge) -> (edge == Math.rint(edge)) ? Long.toString(Math.round(edge)) : Double.toString(edge))
			.collect(Collectors.joining(","));
	}

}
