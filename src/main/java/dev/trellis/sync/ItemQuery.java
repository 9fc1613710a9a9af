package dev.trellis.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemCursor.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The statement that finds the items a filter wants: each account is walked by its own
 * index from the newest item on, or from a cursor on, and only as far as needed. So it
 * costs the same whatever others hold.
 */
class ItemQuery {

	private static final List<String> SEARCHED = List.of("title", "actor", "body", "category");

	/**
	 * The kinds of what happens, by name.
	 */
	static final List<String> HAPPENING = Arrays.stream(ItemKind.values())
		.filter(ItemKind::happens)
		.map(Enum::name)
		.toList();

	private final List<String> conditions = new ArrayList<>();

	private final Map<String, Object> parameters = new LinkedHashMap<>();

	private final List<UUID> accounts;

	private final boolean whole;

	private final boolean ascending;

	private final int each;

	/**
	 * Prepares the statement.
	 * @param filter what is wanted
	 * @param cursor where to go on; null to begin with the newest
	 * @param each the greatest number of items of one account
	 */
	ItemQuery(ItemFilter filter, @Nullable ItemCursor cursor, int each) {
		this.accounts = List.copyOf(filter.accounts());
		this.whole = filter.kind() == null;
		this.ascending = cursor != null && cursor.direction() == Direction.NEWER;
		this.each = each;
		if (filter.kind() != null) {
			where("i.kind = :kind", "kind", filter.kind().name());
		}
		else {
			where("i.parent is null");
		}
		if (filter.happened()) {
			dated();
			where("i.kind in (:happening)", "happening", HAPPENING);
		}
		words(filter.words());
		if (filter.from() != null) {
			where("i.sort_at >= :from", "from", filter.from());
		}
		if (filter.until() != null) {
			where("i.sort_at < :until", "until", filter.until());
		}
		if (filter.area() != null) {
			area(filter.area());
		}
		if (cursor != null) {
			cursor(cursor);
		}
		IntStream.range(0, this.accounts.size())
			.forEach((index) -> this.parameters.put("account" + index, this.accounts.get(index)));
	}

	/**
	 * Leaves out what has no time of its own.
	 * @return this query
	 */
	ItemQuery dated() {
		where("i.starts_at is not null");
		return this;
	}

	String sql() {
		String union = IntStream.range(0, this.accounts.size())
			.mapToObj(this::ofAccount)
			.collect(Collectors.joining(" union all "));
		return "select r.* from (" + union + ") r order by "
				+ (this.ascending ? "r.sort_at, r.id" : "r.sort_at desc, r.id desc");
	}

	Map<String, Object> parameters() {
		return this.parameters;
	}

	private String ofAccount(int index) {
		return "(select i.* from item i where i.linked_account_id = :account" + index + " and "
				+ String.join(" and ", this.conditions) + " order by " + order() + " fetch first " + this.each
				+ " rows only)";
	}

	// The parent is always null here. It is named because PostgreSQL would not see that
	// the index has the order otherwise.
	private String order() {
		String time = this.ascending ? "i.sort_at, i.id" : "i.sort_at desc, i.id desc";
		return this.whole ? (this.ascending ? "i.parent desc, " : "i.parent, ") + time : time;
	}

	private void words(List<String> words) {
		for (int index = 0; index < words.size(); index++) {
			String name = "word" + index;
			String anywhere = SEARCHED.stream()
				.map((column) -> "i." + column + " ilike :" + name + " escape '!'")
				.collect(Collectors.joining(" or ", "(", ")"));
			where(anywhere, name, "%" + words.get(index).replaceAll("[!%_]", "!$0") + "%");
		}
	}

	private void area(ItemArea area) {
		where("i.latitude >= :south", "south", area.south());
		where("i.latitude < :north", "north", area.north());
		where("i.longitude >= :west", "west", area.west());
		where("i.longitude < :east", "east", area.east());
	}

	private void cursor(ItemCursor cursor) {
		where(this.ascending ? "i.sort_at >= :sortAt and (i.sort_at > :sortAt or i.id > :id)"
				: "i.sort_at <= :sortAt and (i.sort_at < :sortAt or i.id < :id)", "sortAt", cursor.sortAt());
		this.parameters.put("id", cursor.id());
	}

	private void where(String condition, String name, Object parameter) {
		where(condition);
		this.parameters.put(name, parameter);
	}

	private void where(String condition) {
		this.conditions.add(condition);
	}

}
