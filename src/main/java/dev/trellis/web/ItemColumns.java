package dev.trellis.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Item;
import dev.trellis.web.LinkedAccountView.Cell;
import dev.trellis.web.LinkedAccountView.Row;
import org.jspecify.annotations.Nullable;

/**
 * Which facts of an item make up a row of its kind's table.
 */
final class ItemColumns {

	private ItemColumns() {
	}

	static List<String> headers(ItemKind kind) {
		return switch (kind) {
			case TREAT -> List.of("title", "actor", "body", "at");
			case OBSERVATION -> List.of("title", "category", "place", "body", "at");
			case LOCK -> List.of("title", "status", "starts-at", "ends-at");
			case LIKED_WORK -> List.of("page", "actor", "at");
			case LIKED_AUTHOR -> List.of("title");
			case TOTAL -> List.of("title", "quantity");
			case READING -> List.of("title", "reading", "at");
			case LOCK_EVENT -> List.of("title", "at");
			case STREAM -> List.of("title", "category", "organization", "reading", "at");
		};
	}

	static Row row(Item item) {
		return new Row(headers(item.kind()).stream().map((header) -> cell(header, item)).toList());
	}

	private static Cell cell(String header, Item item) {
		return switch (header) {
			case "title" -> new Cell(header, item.title(), text(item.page()), text(item.picture()), null, null);
			case "page" -> new Cell(header, item.title(), text(item.page()), null, null, null);
			case "actor" -> plain(header, actor(item));
			case "body" -> plain(header, item.body());
			case "category" -> plain(header, item.category());
			case "organization" -> plain(header, item.organization());
			case "status" -> plain(header, item.status());
			case "place" -> new Cell(header, place(item), null, null, null, item.accuracy());
			case "quantity" -> plain(header, reading(number(item.quantity()), item.unit()));
			case "reading" -> plain(header, reading(item.reading(), item.unit()));
			case "at" -> (item.startsText() != null) ? plain(header, item.startsText())
					: new Cell(header, null, null, null, item.startsAt(), null);
			case "starts-at" -> new Cell(header, null, null, null, item.startsAt(), null);
			case "ends-at" -> new Cell(header, null, null, null, item.endsAt(), null);
			default -> throw new IllegalArgumentException("There is no column " + header);
		};
	}

	private static Cell plain(String header, @Nullable String text) {
		return new Cell(header, text, null, null, null, null);
	}

	private static @Nullable String actor(Item item) {
		return item.test() ? item.actor() + " (test)" : item.actor();
	}

	private static @Nullable String place(Item item) {
		if (item.latitude() == null || item.longitude() == null) {
			return null;
		}
		return String.format(Locale.ROOT, "%.4f, %.4f", item.latitude(), item.longitude());
	}

	private static @Nullable String number(@Nullable Double quantity) {
		if (quantity == null) {
			return null;
		}
		boolean whole = quantity == Math.rint(quantity) && Math.abs(quantity) < 1e15;
		return whole ? Long.toString(quantity.longValue()) : quantity.toString();
	}

	private static @Nullable String reading(@Nullable String reading, @Nullable String unit) {
		return (reading != null && unit != null) ? reading + " " + unit : reading;
	}

	private static @Nullable String text(@Nullable URI uri) {
		return (uri != null) ? uri.toString() : null;
	}

}
