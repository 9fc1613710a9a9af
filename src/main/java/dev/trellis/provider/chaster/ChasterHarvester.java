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
 * Reads all locks of a member, which Chaster answers as one bare array without pages. The
 * end of a lock is kept only where its timer is shown to the member; of the many other
 * fields, other members among them, nothing is kept at all.
 */
@Component
class ChasterHarvester implements Harvester {

	@Override
	public String name() {
		return "chaster";
	}

	@Override
	public List<ItemKind> kinds() {
		return List.of(ItemKind.LOCK);
	}

	@Override
	public HarvestPage fetch(ItemKind kind, HarvestRequest request) {
		JsonNode answer = request.api().get(request.api().path("locks", "/locks"), Map.of("status", "all"));
		if (!answer.isArray()) {
			throw new ProviderException(Reason.MALFORMED, "Chaster answered the locks call with no list");
		}
		return Rows.read(answer.values(), ChasterHarvester::lock).page(null, answer.size());
	}

	private static Optional<Finding> lock(Row row) {
		return Optional.ofNullable(row.id("_id")).map((id) -> lock(row, id));
	}

	private static Finding lock(Row row, String id) {
		return Finding.of(ItemKind.LOCK, id)
			.title(row.text("title", PlainText.TITLE))
			.status(row.text("status", PlainText.STATUS))
			.startsAt(row.instant("startDate"), null)
			.endsAt(shownEnd(row))
			.build();
	}

	private static @Nullable Instant shownEnd(Row row) {
		boolean shown = row.flag("displayRemainingTime", true) && row.flag("isAllowedToViewTime", true);
		return shown ? row.instant("endDate") : null;
	}

}
