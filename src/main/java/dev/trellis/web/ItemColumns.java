package dev.trellis.web;

import java.net.URI;
import java.time.Instant;
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

	/**
	 * The columns of a table.
	 * @param kind what its items are; null if they are of several kinds
	 * @return the ends of the heads' message keys
	 */
	static List<String> headers(@Nullable ItemKind kind) {
		if (kind == null) {
			return List.of("title", "actor", "details", "at");
		}
		return switch (kind) {
			case TREAT -> List.of("title", "actor", "body", "at");
			case OBSERVATION -> List.of("title", "category", "place", "body", "at");
			case LOCK -> List.of("title", "status", "starts-at", "ends-at");
			case LIKED_WORK -> List.of("page", "actor", "at");
			case LIKED_AUTHOR -> List.of("title");
			case TOTAL -> List.of("title", "quantity");
			case READING -> List.of("title", "value", "at");
			case LOCK_EVENT -> List.of("title", "actor", "body", "at");
			case STREAM -> List.of("title", "category", "organization", "reading", "at");
		};
	}

	static Row row(Item item) {
		return row(item, headers(item.kind()));
	}

	static Row row(Item item, List<String> headers) {
		return new Row(headers.stream().map((header) -> cell(header, item)).toList());
	}

	private static Cell cell(String header, Item item) {
		return switch (header) {
			case "title" -> new Cell(header, item.title(), text(item.page()), text(item.picture()), null, null, false);
			case "page" -> new Cell(header, item.title(), text(item.page()), null, null, null, false);
			case "actor" -> new Cell(header, item.actor(), null, null, null, null, item.test());
			case "body" -> plain(header, item.body());
			case "category" -> plain(header, item.category());
			case "organization" -> plain(header, item.organization());
			case "status" -> plain(header, item.status());
			case "place" -> new Cell(header, place(item), null, null, null, item.accuracy(), false);
			case "quantity" -> plain(header, reading(number(item.quantity()), item.unit()));
			case "reading", "value" -> plain(header, value(item));
			case "details" -> plain(header, details(item));
			case "at", "starts-at" ->
				(item.startsText() != null) ? plain(header, item.startsText()) : time(header, item.startsAt());
			case "ends-at" -> time(header, item.endsAt());
			default -> throw new IllegalArgumentException("There is no column " + header);
		};
	}

	private static Cell plain(String header, @Nullable String text) {
		return new Cell(header, text, null, null, null, null, false);
	}

	private static Cell time(String header, @Nullable Instant at) {
		return new Cell(header, null, null, null, at, null, false);
	}

	private static @Nullable String details(Item item) {
		return switch (item.kind()) {
			case TREAT, LOCK_EVENT -> item.body();
			case OBSERVATION -> item.category();
			case LOCK -> item.status();
			case TOTAL -> reading(number(item.quantity()), item.unit());
			case STREAM, READING -> value(item);
			case LIKED_WORK, LIKED_AUTHOR -> null;
		};
	}

	private static @Nullable String value(Item item) {
		return reading((item.reading() != null) ? item.reading() : number(item.quantity()), item.unit());
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
