package dev.trellis.provider.chaster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * What happened to locks, a few locks a page and each newest first until what is known.
 * Of an event nothing is kept but its time and a neutral word: the provider's own words
 * may name other members.
 */
final class LockHistory {

	private static final int LOCKS = 10;

	private static final int EVENTS = 100;

	/**
	 * How many calls one lock is worth in one pass.
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
		List<Parent> locks = request.parents().after(request.cursor(), LOCKS);
		List<Finding> findings = new ArrayList<>();
		int skipped = 0;
		for (Parent lock : locks) {
			if (worthAsking(lock, request)) {
				Rows rows = events(request, lock);
				findings.addAll(rows.findings());
				skipped += rows.skipped();
			}
		}
		String next = (locks.size() == LOCKS) ? locks.get(LOCKS - 1).externalId() : null;
		return new Rows(findings, skipped).page(next, null);
	}

	private static boolean worthAsking(Parent lock, HarvestRequest request) {
		boolean open = lock.status() == null || lock.status().equals("locked");
		Instant ended = lock.endsAt();
		boolean recent = ended != null && ended.isAfter(request.now().minus(AFTERMATH));
		return open || recent || (request.full() && lock.newest() == null);
	}

	private static Rows events(HarvestRequest request, Parent lock) {
		List<Finding> findings = new ArrayList<>();
		int skipped = 0;
		String last = null;
		for (int calls = 0; calls < CALLS; calls++) {
			Optional<JsonNode> answer = history(request, lock, last);
			Collection<JsonNode> events = answer.flatMap((each) -> Rows.elements(each.get("results")))
				.orElse(List.of());
			Rows rows = Rows.read(events, (row) -> event(row, lock));
			findings.addAll(rows.findings());
			skipped += rows.skipped();
			last = last(rows.findings());
			boolean more = answer.isPresent() && Row.of(answer.get()).flag("hasMore", false);
			if (!more || last == null || !reachesBack(rows.findings(), lock.newest())) {
				break;
			}
		}
		return new Rows(findings, skipped);
	}

	// What was never looked at is worth one call only; else what is known is reached for.
	private static boolean reachesBack(List<Finding> events, @Nullable Instant newest) {
		return newest != null
				&& events.stream().map(Finding::startsAt).allMatch((at) -> at != null && at.isAfter(newest));
	}

	private static @Nullable String last(List<Finding> events) {
		return events.isEmpty() ? null : events.get(events.size() - 1).externalId();
	}

	private static Optional<JsonNode> history(HarvestRequest request, Parent lock, @Nullable String last) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("limit", EVENTS);
		if (last != null) {
			body.put("lastId", last);
		}
		String path = request.api()
			.path("history", "/locks/{id}/history")
			.replace("{id}", UriUtils.encode(lock.externalId(), "UTF-8"));
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

	private static Optional<Finding> event(Row row, Parent lock) {
		String id = row.id("_id");
		Instant at = row.instant("createdAt");
		if (id == null || at == null) {
			return Optional.empty();
		}
		String type = row.raw("type");
		return Optional.of(Finding.of(ItemKind.LOCK_EVENT, id)
			.parent(lock.externalId())
			.title(WORDS.getOrDefault((type != null) ? type : "", OTHER_WORDS))
			.startsAt(at, null)
			.build());
	}

}
