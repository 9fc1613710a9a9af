package dev.trellis.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemArea;
import dev.trellis.sync.ItemFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a person looks for among their items, as the address says it: any text may stand
 * in any of these.
 *
 * @param q words
 * @param kind the kind's name, in either case
 * @param account the id of a linked account
 * @param from the first day, such as 2026-11-21
 * @param to the last day
 * @param area a part of the map
 */
record ItemSearch(String q, String kind, String account, String from, String to, String area) {

	private static final int LONGEST = 200;

	private static final int MOST_WORDS = 10;

	// Absent parameters come as null, whatever the type says.
	@SuppressWarnings("ConstantValue")
	ItemSearch {
		q = Objects.requireNonNullElse(q, "").strip();
		kind = Objects.requireNonNullElse(kind, "").strip();
		account = Objects.requireNonNullElse(account, "").strip();
		from = Objects.requireNonNullElse(from, "").strip();
		to = Objects.requireNonNullElse(to, "").strip();
		area = Objects.requireNonNullElse(area, "").strip();
	}

	/**
	 * Looks for all items of one kind of one account.
	 * @param account the account
	 * @param kind the kind
	 * @return a search without any other wish
	 */
	static ItemSearch of(UUID account, ItemKind kind) {
		return new ItemSearch("", kind.name(), account.toString(), "", "", "");
	}

	/**
	 * Looks for what happened in some time.
	 * @param first the first day
	 * @param last the last day
	 * @return the same search within these days
	 */
	ItemSearch between(LocalDate first, LocalDate last) {
		return new ItemSearch(this.q, this.kind, this.account, first.toString(), last.toString(), this.area);
	}

	/**
	 * Looks for words.
	 * @param words the words
	 * @return the same search for these words
	 */
	ItemSearch saying(String words) {
		return new ItemSearch(words, this.kind, this.account, this.from, this.to, this.area);
	}

	/**
	 * Looks for what was in one place.
	 * @param area where; null for anywhere
	 * @return the same search in that area
	 */
	ItemSearch in(@Nullable ItemArea area) {
		return new ItemSearch(this.q, this.kind, this.account, this.from, this.to,
				(area != null) ? area.toString() : "");
	}

	boolean isEmpty() {
		return parameters().isEmpty();
	}

	/**
	 * The address that says this search.
	 * @param path the path
	 * @return the path with a query, encoded
	 */
	String address(String path) {
		UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
		parameters().keySet().forEach((name) -> address.queryParam(name, "{" + name + "}"));
		return address.encode().buildAndExpand(parameters()).toUriString();
	}

	private Map<String, String> parameters() {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("q", this.q);
		parameters.put("kind", this.kind);
		parameters.put("account", this.account);
		parameters.put("from", this.from);
		parameters.put("to", this.to);
		parameters.put("area", this.area);
		parameters.values().removeIf(String::isEmpty);
		return parameters;
	}

	/**
	 * Understands the search.
	 * @param own the accounts of who searches; nothing else is ever looked at
	 * @return what is looked for, and what could not be understood
	 */
	Reading read(Collection<UUID> own) {
		Map<String, String> problems = new LinkedHashMap<>();
		if (this.q.length() > LONGEST) {
			problems.put("q", "web.search.long");
		}
		ItemKind kind = kind(problems);
		Collection<UUID> accounts = accounts(own, problems);
		LocalDate first = day("from", this.from, problems);
		LocalDate last = day("to", this.to, problems);
		if (first != null && last != null && last.isBefore(first)) {
			problems.put("to", "web.search.backwards");
		}
		ItemArea area = ItemArea.parse(this.area).orElse(null);
		if (area == null && !this.area.isEmpty()) {
			problems.put("area", "web.search.no-area");
		}
		return new Reading(new ItemFilter(accounts, kind, words(), start(first),
				(last != null) ? start(last.plusDays(1)) : null, area, happened(kind, first, last)), problems);
	}

	// Of some days it is worth telling what happened; figures are of each day, or of
	// none.
	private static boolean happened(@Nullable ItemKind kind, @Nullable LocalDate first, @Nullable LocalDate last) {
		return kind == null && (first != null || last != null);
	}

	private List<String> words() {
		return Arrays.stream(this.q.replaceAll("[\\p{Z}\\p{Cc}]+", " ").split(" "))
			.filter((word) -> !word.isEmpty())
			.distinct()
			.limit(MOST_WORDS)
			.toList();
	}

	private @Nullable ItemKind kind(Map<String, String> problems) {
		if (this.kind.isEmpty()) {
			return null;
		}
		try {
			return ItemKind.valueOf(this.kind.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			problems.put("kind", "web.search.no-kind");
			return null;
		}
	}

	private Collection<UUID> accounts(Collection<UUID> own, Map<String, String> problems) {
		if (this.account.isEmpty()) {
			return own;
		}
		List<UUID> accounts = own.stream().filter((id) -> id.toString().equalsIgnoreCase(this.account)).toList();
		if (accounts.isEmpty()) {
			problems.put("account", "web.search.no-account");
		}
		return accounts;
	}

	private static @Nullable LocalDate day(String name, String text, Map<String, String> problems) {
		if (text.isEmpty()) {
			return null;
		}
		try {
			if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
				return LocalDate.parse(text);
			}
		}
		catch (DateTimeParseException ex) {
			// No such day, like the other texts that are none.
		}
		problems.put(name, "web.search.no-day");
		return null;
	}

	private static @Nullable Instant start(@Nullable LocalDate day) {
		return (day != null) ? day.atStartOfDay(ZoneOffset.UTC).toInstant() : null;
	}

	/**
	 * A search that was read.
	 *
	 * @param filter what is looked for
	 * @param problems for each parameter that cannot be understood the key of the message
	 * that says so
	 */
	record Reading(ItemFilter filter, Map<String, String> problems) {
	}

}
