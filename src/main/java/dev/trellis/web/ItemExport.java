package dev.trellis.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;

import dev.trellis.export.DefusedCsv;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.sync.Item;
import dev.trellis.sync.ItemCursor;
import dev.trellis.sync.ItemFilter;
import dev.trellis.sync.ItemPage;
import dev.trellis.sync.Items;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Writes all that a filter finds, as CSV or as JSON with the same names and values. Items
 * are read and written batch by batch, each in a transaction of its own, so that it takes
 * little memory however many there are.
 */
@Component
class ItemExport {

	private static final int BATCH = 500;

	private static final List<Column> COLUMNS = List.of(new Column("provider", (item, account) -> account.provider()),
			new Column("account", (item, account) -> account.displayName()),
			new Column("accountId", (item, account) -> account.id()),
			new Column("kind", (item, account) -> item.kind()),
			new Column("externalId", (item, account) -> item.externalId()),
			new Column("parent", (item, account) -> item.parent()),
			new Column("title", (item, account) -> item.title()), new Column("actor", (item, account) -> item.actor()),
			new Column("body", (item, account) -> item.body()),
			new Column("category", (item, account) -> item.category()),
			new Column("organization", (item, account) -> item.organization()),
			new Column("status", (item, account) -> item.status()),
			new Column("quantity", (item, account) -> item.quantity()),
			new Column("reading", (item, account) -> item.reading()),
			new Column("unit", (item, account) -> item.unit()),
			new Column("startsAt", (item, account) -> item.startsAt()),
			new Column("startsText", (item, account) -> item.startsText()),
			new Column("endsAt", (item, account) -> item.endsAt()),
			new Column("latitude", (item, account) -> item.latitude()),
			new Column("longitude", (item, account) -> item.longitude()),
			new Column("accuracy", (item, account) -> item.accuracy()),
			new Column("picture", (item, account) -> item.picture()),
			new Column("page", (item, account) -> item.page()),
			new Column("fetchedAt", (item, account) -> item.fetchedAt()));

	private final Items items;

	private final JsonMapper json;

	ItemExport(Items items, JsonMapper json) {
		this.items = items;
		this.json = json;
	}

	/**
	 * Writes CSV in UTF-8, with a head. What a spreadsheet could take for a formula gets
	 * an apostrophe before it.
	 * @param filter what to write
	 * @param accounts the linked accounts of the filter
	 * @param target where to; is left open
	 * @throws IOException if it cannot be written to
	 */
	void csv(ItemFilter filter, Map<UUID, LinkedAccount> accounts, OutputStream target) throws IOException {
		DefusedCsv csv = new DefusedCsv(target);
		csv.write(COLUMNS.stream().map(Column::name).toList());
		each(filter, accounts, (item, account) -> csv
			.write(COLUMNS.stream().map((column) -> column.fact().apply(item, account)).toList()));
		csv.flush();
	}

	/**
	 * Writes JSON: an array of objects that all have the same fields.
	 * @param filter what to write
	 * @param accounts the linked accounts of the filter
	 * @param target where to; is left open
	 */
	void json(ItemFilter filter, Map<UUID, LinkedAccount> accounts, OutputStream target) {
		JsonGenerator generator = this.json.createGenerator(target);
		generator.writeStartArray();
		each(filter, accounts, (item, account) -> {
			generator.writeStartObject();
			COLUMNS.forEach((column) -> write(generator, column, item, account));
			generator.writeEndObject();
		});
		generator.writeEndArray();
		generator.flush();
	}

	private void each(ItemFilter filter, Map<UUID, LinkedAccount> accounts, ItemWriter writer) {
		ItemCursor cursor = null;
		do {
			ItemPage page = this.items.page(filter, cursor, BATCH);
			for (Item item : page.items()) {
				writer.write(item, Objects.requireNonNull(accounts.get(item.linkedAccountId())));
			}
			cursor = page.older();
		}
		while (cursor != null);
	}

	private static void write(JsonGenerator generator, Column column, Item item, LinkedAccount account) {
		Object fact = column.fact().apply(item, account);
		if (fact == null) {
			generator.writeNullProperty(column.name());
		}
		else if (fact instanceof Double number) {
			generator.writeNumberProperty(column.name(), number);
		}
		else {
			generator.writeStringProperty(column.name(), fact.toString());
		}
	}

	/**
	 * A fact of each item.
	 *
	 * @param name its name, which stays the same for those who read the files by programs
	 * @param fact the fact, made from an item and its account; numbers are doubles, all
	 * else is written as text
	 */
	private record Column(String name, BiFunction<Item, LinkedAccount, @Nullable Object> fact) {
	}

	/**
	 * Writes one item.
	 */
	@FunctionalInterface
	private interface ItemWriter {

		void write(Item item, LinkedAccount account);

	}

}
