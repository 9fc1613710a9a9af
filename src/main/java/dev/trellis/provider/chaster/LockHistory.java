package dev.trellis.provider.chaster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Parents.Parent;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.web.util.UriUtils;

/**
 * What happened to locks, a few locks a page and each newest first: to its beginning on a
 * full pass or where nothing is known, else until what is. Of an event nothing is kept
 * but its time and a neutral word: the provider's own words may name other members.
 */
final class LockHistory {

	private static final int LOCKS = 10;

	private static final int EVENTS = 100;

	/**
	 * How many calls one lock is worth on one page; its next one goes on from there.
	 */
	private static final int CALLS = 5;

	/**
	 * How long after its end a lock is still asked about.
	 */
	private static final Duration AFTERMATH = Duration.ofDays(7);

	private static final Set<Reason> NOT_TO_BE_HAD = Set.of(Reason.NOT_FOUND, Reason.REQUEST_REFUSED);

	private static final Map<String, String> WORDS = Map.of("locked", "Locked", "unlocked", "Unlocked", "deserted",
			"Ended early", "time_changed", "Time changed", "lock_frozen", "Paused", "lock_unfrozen", "Resumed",
			"archived", "Archived");

	private static final String OTHER_WORDS = "Changed";

	private LockHistory() {
	}

	static HarvestPage page(HarvestRequest request) {
		Bookmark bookmark = Bookmark.of(request.cursor());
		if (bookmark != null && bookmark.last() != null) {
			Stretch stretch = read(request, bookmark);
			return stretch.rows().page(Objects.requireNonNullElse(stretch.more(), bookmark.behind()).toString(), null);
		}
		return page(request, request.parents().after((bookmark != null) ? bookmark.lock() : null, LOCKS));
	}

	private static HarvestPage page(HarvestRequest request, List<Parent> locks) {
		List<Finding> findings = new ArrayList<>();
		int skipped = 0;
		Bookmark next = null;
		for (Parent lock : locks) {
			if (next == null && worthAsking(lock, request)) {
				Instant known = request.full() ? null : lock.newest();
				Stretch stretch = read(request, new Bookmark(lock.externalId(), null, known));
				findings.addAll(stretch.rows().findings());
				skipped += stretch.rows().skipped();
				next = stretch.more();
			}
		}
		if (next == null && locks.size() == LOCKS) {
			next = new Bookmark(locks.get(LOCKS - 1).externalId(), null, null);
		}
		return new Rows(findings, skipped).page((next != null) ? next.toString() : null, null);
	}

	private static boolean worthAsking(Parent lock, HarvestRequest request) {
		boolean open = lock.status() == null || lock.status().equals("locked");
		Instant ended = lock.endsAt();
		boolean recent = ended != null && ended.isAfter(request.now().minus(AFTERMATH));
		return open || recent || (request.full() && lock.newest() == null);
	}

	private static Stretch read(HarvestRequest request, Bookmark from) {
		List<Finding> findings = new ArrayList<>();
		int skipped = 0;
		Bookmark at = from;
		for (int calls = 0; at != null && calls < CALLS; calls++) {
			Optional<JsonNode> answer = history(request, at);
			Collection<JsonNode> events = answer.flatMap((each) -> Rows.elements(each.get("results")))
				.orElse(List.of());
			Rows rows = Rows.read(events, (row) -> event(row, from.lock()));
			findings.addAll(rows.findings());
			skipped += rows.skipped();
			boolean more = answer.isPresent() && Row.of(answer.get()).flag("hasMore", false);
			at = more ? at.after(rows.findings()) : null;
		}
		return new Stretch(new Rows(findings, skipped), at);
	}

	private static Optional<JsonNode> history(HarvestRequest request, Bookmark at) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("limit", EVENTS);
		if (at.last() != null) {
			body.put("lastId", at.last());
		}
		String path = request.api()
			.path("history", "/locks/{id}/history")
			.replace("{id}", UriUtils.encode(at.lock(), "UTF-8"));
		try {
			return Optional.of(request.api().post(path, body));
		}
		catch (ProviderException ex) {
			if (NOT_TO_BE_HAD.contains(ex.reason())) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	private static Optional<Finding> event(Row row, String lock) {
		String id = row.id("_id");
		Instant at = row.instant("createdAt");
		if (id == null || at == null) {
			return Optional.empty();
		}
		String type = row.raw("type");
		return Optional.of(Finding.of(ItemKind.LOCK_EVENT, id)
			.parent(lock)
			.title(WORDS.getOrDefault((type != null) ? type : "", OTHER_WORDS))
			.startsAt(at, row.timeText("createdAt"))
			.build());
	}

	/**
	 * What was read of one lock at once.
	 *
	 * @param rows the events
	 * @param more where to go on; null if that was all
	 */
	private record Stretch(Rows rows, @Nullable Bookmark more) {
	}

	/**
	 * Where a harvest stands.
	 *
	 * @param lock the lock
	 * @param last the last of its events that was read; null if the lock is done with, or
	 * not begun
	 * @param known the time back to which its events are read; null to read them all
	 */
	private record Bookmark(String lock, @Nullable String last, @Nullable Instant known) {

		static @Nullable Bookmark of(@Nullable String cursor) {
			if (cursor == null) {
				return null;
			}
			List<String> parts = Stream.of(cursor.split("/"))
				.map((part) -> UriUtils.decode(part, StandardCharsets.UTF_8))
				.toList();
			return new Bookmark(parts.get(0), (parts.size() > 1) ? parts.get(1) : null,
					(parts.size() > 2) ? Instant.parse(parts.get(2)) : null);
		}

		/**
		 * Where to go on after some more events.
		 * @param events the events, newest first
		 * @return the bookmark; null if what is known is reached, or there is no getting
		 * further
		 */
		@Nullable Bookmark after(List<Finding> events) {
			String oldest = events.isEmpty() ? null : events.get(events.size() - 1).externalId();
			boolean further = oldest != null && !oldest.equals(this.last) && events.stream().allMatch(this::isUnknown);
			return further ? new Bookmark(this.lock, oldest, this.known) : null;
		}

		private boolean isUnknown(Finding event) {
			Instant at = event.startsAt();
			return this.known == null || (at != null && at.isAfter(this.known));
		}

		/**
		 * Leaves the lock behind.
		 * @return where the next lock is
		 */
		Bookmark behind() {
			return new Bookmark(this.lock, null, null);
		}

		@Override
		public String toString() {
			return Stream.of(this.lock, this.last, this.known)
				.filter(Objects::nonNull)
				.map((part) -> UriUtils.encode(part.toString(), StandardCharsets.UTF_8))
				.collect(Collectors.joining("/"));
		}

	}

}
