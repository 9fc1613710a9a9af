package dev.trellis.provider.chaster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.parsing.PlainText;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Reads the locks of a member, which Chaster answers as bare arrays, one for each status:
 * open ones on every pass, archived ones on full passes only. The end of a lock is kept
 * only where its timer is shown to the member or it is over; of the many other fields,
 * other members among them, nothing is kept at all.
 */
@Component
class ChasterHarvester implements Harvester {

	private static final String OPEN = "active";

	private static final String ARCHIVED = "archived";

	@Override
	public String name() {
		return "chaster";
	}

	@Override
	public List<ItemKind> kinds() {
		return List.of(ItemKind.LOCK, ItemKind.LOCK_EVENT);
	}

	@Override
	public Reach reach(ItemKind kind) {
		return (kind == ItemKind.LOCK) ? Reach.INCREMENTS : Reach.WINDOW;
	}

	@Override
	public HarvestPage fetch(ItemKind kind, HarvestRequest request) {
		return (kind == ItemKind.LOCK) ? locks(request) : LockHistory.page(request);
	}

	private static HarvestPage locks(HarvestRequest request) {
		String status = ARCHIVED.equals(request.cursor()) ? ARCHIVED : OPEN;
		JsonNode answer = request.api().get(request.api().path("locks", "/locks"), Map.of("status", status));
		if (!answer.isArray()) {
			throw new ProviderException(Reason.MALFORMED, "Chaster answered the locks call with no list");
		}
		boolean last = !request.full() || status.equals(ARCHIVED);
		return Rows.read(answer.values(), ChasterHarvester::lock).page(last ? null : ARCHIVED, null);
	}

	private static Optional<Finding> lock(Row row) {
		return Optional.ofNullable(row.id("_id")).map((id) -> lock(row, id));
	}

	private static Finding lock(Row row, String id) {
		return Finding.of(ItemKind.LOCK, id)
			.title(row.text("title", PlainText.TITLE))
			.status(row.text("status", PlainText.STATUS))
			.startsAt(row.instant("startDate"), row.timeText("startDate"))
			.endsAt(end(row))
			.build();
	}

	private static @Nullable Instant end(Row row) {
		Instant ended = row.instant("unlockedAt");
		boolean shown = row.flag("displayRemainingTime", true) && row.flag("isAllowedToViewTime", true);
		return (ended == null && shown) ? row.instant("endDate") : ended;
	}

}
