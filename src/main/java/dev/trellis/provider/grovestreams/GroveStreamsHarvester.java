package dev.trellis.provider.grovestreams;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.parsing.Fingerprint;
import dev.trellis.provider.parsing.PlainText;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Reads the last value of every stream, organization by organization, and the values
 * before it from the streams' feeds. GroveStreams allows 350 calls an hour, so one query
 * is asked for a whole organization; where its columns are unknown (its documents name
 * them in two ways) or its answer is too large, the components are walked a few at a time
 * instead.
 */
@Component
class GroveStreamsHarvester implements Harvester {

	/**
	 * How many components make a page; each costs two calls.
	 */
	private static final int COMPONENTS = 10;

	@Override
	public String name() {
		return "grovestreams";
	}

	@Override
	public List<ItemKind> kinds() {
		return List.of(ItemKind.STREAM, ItemKind.READING);
	}

	@Override
	public Reach reach(ItemKind kind) {
		return (kind == ItemKind.STREAM) ? Reach.ALL : Reach.WINDOW;
	}

	@Override
	public HarvestPage fetch(ItemKind kind, HarvestRequest request) {
		if (kind == ItemKind.READING) {
			return Feeds.page(request);
		}
		return Position.of(request.cursor(), request.organizations().keySet())
			.map((position) -> page(request, position))
			.orElseGet(() -> HarvestPage.last(List.of(), 0).gaps(request.cursor() != null));
	}

	private static HarvestPage page(HarvestRequest request, Position position) {
		Organization organization = new Organization(request.api(), position.organization());
		if (position.offset() == null) {
			Optional<List<JsonNode>> streams = organization.query();
			if (streams.isPresent()) {
				return page(request, position, organization, streams.get(), null);
			}
		}
		return walk(request, position.at((position.offset() != null) ? position.offset() : 0), organization);
	}

	private static HarvestPage walk(HarvestRequest request, Position position, Organization organization) {
		int start = (position.offset() != null) ? position.offset() : 0;
		JsonNode answer = organization.components(start, COMPONENTS);
		Collection<JsonNode> components = Rows.elements(answer.get("component"))
			.orElseThrow(() -> new ProviderException(Reason.MALFORMED,
					"GroveStreams answered the components call with no list"));
		List<JsonNode> streams = new ArrayList<>();
		for (JsonNode component : components) {
			streams.addAll(organization.streams(component));
		}
		int end = start + COMPONENTS;
		Integer total = Row.of(answer).count("totalCount");
		boolean more = (total != null) ? end < total && !components.isEmpty() : components.size() >= COMPONENTS;
		return page(request, position, organization, streams, more ? position.at(end) : null);
	}

	private static HarvestPage page(HarvestRequest request, Position position, Organization organization,
			List<JsonNode> streams, @Nullable Position more) {
		Map<String, String> units = hasUnits(streams) ? organization.units() : Map.of();
		String name = request.organizations().get(position.organization());
		Rows rows = Rows.read(streams, (row) -> stream(row, organization.uid(), name, units));
		Set<String> organizations = request.organizations().keySet();
		Optional<Position> next = (more != null) ? Optional.of(more) : position.nextOrganization(organizations);
		return rows.page(next.map(Position::toString).orElse(null), null).gaps(organization.gaps());
	}

	private static boolean hasUnits(List<JsonNode> streams) {
		return streams.stream().anyMatch((stream) -> Row.of(stream).id("unituid") != null);
	}

	private static Optional<Finding> stream(Row row, String organization, @Nullable String organizationName,
			Map<String, String> units) {
		String id = identifier(organization, row);
		if (id == null) {
			return Optional.empty();
		}
		String name = row.text("name", PlainText.TITLE);
		String unit = row.id("unituid");
		return Optional.of(Finding.of(ItemKind.STREAM, id)
			.title((name != null) ? name : row.text("id", PlainText.TITLE))
			.category(row.text("cname", PlainText.NAME))
			.organization(PlainText.NAME.of(organizationName))
			.quantity(row.number("lastvalue"))
			.reading(row.text("lastvalue", PlainText.NAME), (unit != null) ? units.get(unit) : null)
			.startsAt(row.instant("lastupdated"), row.timeText("lastupdated"))
			.build());
	}

	static @Nullable String identifier(String organization, Row stream) {
		String uid = stream.id("uid");
		return (uid != null) ? Fingerprint.identifier(organization + "/" + uid) : null;
	}

}
