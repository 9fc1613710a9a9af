package dev.trellis.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemArea;
import org.jspecify.annotations.Nullable;

/**
 * What the page of all items shows.
 *
 * @param search what is looked for
 * @param everything whether nothing in particular is
 * @param problems for each field that cannot be understood the key of the message
 * @param kinds the kinds to choose from
 * @param accounts the accounts to choose from
 * @param area the part of the map that is looked at; null for all
 * @param anywhere the address of the same search in the whole world
 * @param headers the ends of the column heads' message keys, {@code web.column.<header>},
 * between the kind and the account
 * @param rows the rows, each with as many cells as there are heads
 * @param newer where the page before is; null on the first
 * @param older where the page after is; null on the last
 * @param path the address of this search, without the page
 * @param csv the address of all that is found as CSV
 * @param json the address of all that is found as JSON
 * @param linked whether there is any account
 */
record ItemsView(ItemSearch search, boolean everything, Map<String, String> problems, List<Choice> kinds,
		List<Choice> accounts, @Nullable ItemArea area, String anywhere, List<String> headers, List<Row> rows,
		@Nullable String newer, @Nullable String older, String path, String csv, String json, boolean linked) {

	/**
	 * Something to choose.
	 *
	 * @param id what is sent
	 * @param name its name, or the end of its message key
	 * @param chosen whether it is chosen
	 */
	record Choice(String id, String name, boolean chosen) {
	}

	/**
	 * One item.
	 *
	 * @param kind what it is
	 * @param mark the drawing of its provider
	 * @param cells its facts
	 * @param accountId the linked account that holds it
	 * @param accountName the name of that account
	 */
	record Row(ItemKind kind, String mark, List<LinkedAccountView.Cell> cells, UUID accountId, String accountName) {
	}

}
