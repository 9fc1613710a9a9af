package dev.trellis.provider.grovestreams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Parents.Parent;
import dev.trellis.provider.parsing.Fingerprint;
import dev.trellis.provider.parsing.PlainText;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The values of streams beside the last one, a few streams a page: of each stream that
 * has a newer value than is known, what came since, within bounds of time and calls. A
 * feed's address is made of names that only the query for a whole organization tells,
 * which is asked once a page; where it is not to be had, neither are feeds.
 */
final class Feeds {

	private static final int STREAMS = 25;

	/**
	 * After how many readings a page ends.
	 */
	private static final int READINGS = 5000;

	private static final Rows NOTHING = new Rows(List.of(), 0);

	private Feeds() {
	}

	static HarvestPage page(HarvestRequest request) {
		List<Parent> streams = request.parents().after(request.cursor(), STREAMS);
		Map<String, Map<String, Row>> addresses = new HashMap<>();
		List<Finding> findings = new ArrayList<>();
		int skipped = 0;
		for (Parent stream : streams) {
			Rows rows = stale(stream, request) ? read(request, stream, addresses) : NOTHING;
			findings.addAll(rows.findings());
			skipped += rows.skipped();
			if (findings.size() >= READINGS) {
				return new Rows(findings, skipped).page(stream.externalId(), null);
			}
		}
		String next = (streams.size() == STREAMS) ? streams.get(STREAMS - 1).externalId() : null;
		return new Rows(findings, skipped).page(next, null);
	}

	private static boolean stale(Parent stream, HarvestRequest request) {
		Instant last = stream.startsAt();
		return last != null && !last.isBefore(request.earliest())
				&& (stream.newest() == null || last.isAfter(stream.newest()));
	}

	private static Optional<String> organization(Parent stream, HarvestRequest request) {
		return request.organizations()
			.keySet()
			.stream()
			.filter((organization) -> stream.externalId().startsWith(organization.strip() + "/"))
			.findFirst();
	}

	private static Rows read(HarvestRequest request, Parent stream, Map<String, Map<String, Row>> addresses) {
		String uid = organization(stream, request).orElse(null);
		if (uid == null) {
			return NOTHING;
		}
		Organization organization = new Organization(request.api(), uid);
		Row address = addresses.computeIfAbsent(uid, (unread) -> addresses(organization)).get(stream.externalId());
		String component = (address != null) ? address.id("cid") : null;
		String id = (address != null) ? address.id("id") : null;
		if (component == null || id == null) {
			return NOTHING;
		}
		Feed feed = (from, to, limit) -> organization.feed(component, id, from, to, limit);
		return feed.read(from(stream, request), request.now(), (row) -> reading(row, stream));
	}

	private static Map<String, Row> addresses(Organization organization) {
		Map<String, Row> addresses = new HashMap<>();
		organization.query().orElse(List.of()).forEach((node) -> {
			Row row = Row.of(node);
			String id = GroveStreamsHarvester.identifier(organization.uid(), row);
			if (id != null) {
				addresses.put(id, row);
			}
		});
		return addresses;
	}

	private static Instant from(Parent stream, HarvestRequest request) {
		@Nullable Instant newest = stream.newest();
		return (newest != null && newest.isAfter(request.earliest())) ? newest.plusMillis(1) : request.earliest();
	}

	private static Optional<Finding> reading(Row row, Parent stream) {
		Instant at = row.instant("time");
		String value = row.text("data", PlainText.NAME);
		if (at == null || value == null) {
			return Optional.empty();
		}
		String id = Fingerprint.identifier(stream.externalId() + "@" + at.toEpochMilli());
		return Optional.ofNullable(id)
			.map((known) -> Finding.of(ItemKind.READING, known)
				.parent(stream.externalId())
				.title(stream.title())
				.quantity(row.number("data"))
				.reading(value, stream.unit())
				.startsAt(at, row.timeText("time"))
				.build());
	}

}
