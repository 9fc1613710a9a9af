package dev.trellis.provider.treatstream;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
 * Reads the treats of the last 30 days. TreatStream documents neither the answer's shape
 * nor the zone of its times, and gives treats no identifier: any list is taken, times
 * count as UTC beside the provider's own words, and a treat is known by all its seven
 * fields, whether it was fetched or told live.
 */
@Component
class TreatStreamHarvester implements Harvester {

	private static final List<String> FIELDS = List.of("sender", "sender_type", "receiver", "receiver_type", "title",
			"message", "date_created");

	private static final List<String> TELLING_FIELDS = List.of("sender", "title", "message", "date_created");

	private static final String EVENT = "realTimeTreat";

	private static final int DEEPEST = 3;

	@Override
	public String name() {
		return "treatstream";
	}

	@Override
	public List<ItemKind> kinds() {
		return List.of(ItemKind.TREAT);
	}

	@Override
	public Reach reach(ItemKind kind) {
		return Reach.WINDOW;
	}

	@Override
	public HarvestPage fetch(ItemKind kind, HarvestRequest request) {
		JsonNode answer = request.api().get(request.api().path("treats", "/getMonthTreats"), Map.of());
		Collection<JsonNode> treats = treats(answer, DEEPEST).orElseThrow(
				() -> new ProviderException(Reason.MALFORMED, "TreatStream answered the treats call with no list"));
		Map<String, Integer> twins = new HashMap<>();
		Rows rows = Rows.read(treats, (row) -> treat(row, twins));
		return new HarvestPage(rows.findings(), rows.skipped(), null, null, false, receiver(treats));
	}

	@Override
	public List<Finding> read(String event, JsonNode content) {
		return EVENT.equals(event) ? treat(Row.of(content), new HashMap<>()).stream().toList() : List.of();
	}

	private static Optional<Collection<JsonNode>> treats(JsonNode node, int depth) {
		if (node.isArray()) {
			return Rows.elements(node);
		}
		if (!node.isObject() || depth == 0) {
			return Optional.empty();
		}
		JsonNode named = node.get("treats");
		if (named != null) {
			return named.isNull() ? Optional.of(List.of()) : treats(named, depth - 1);
		}
		return unnamedTreats(node, depth);
	}

	private static Optional<Collection<JsonNode>> unnamedTreats(JsonNode node, int depth) {
		List<JsonNode> arrays = node.valueStream().filter(JsonNode::isArray).toList();
		if (arrays.size() == 1) {
			return Rows.elements(arrays.get(0));
		}
		List<JsonNode> objects = node.valueStream().filter(JsonNode::isObject).toList();
		if (node.isEmpty() || objects.stream().anyMatch((each) -> isTreat(Row.of(each)))) {
			return Optional.of(objects);
		}
		return (objects.size() == 1) ? treats(objects.get(0), depth - 1) : Optional.empty();
	}

	private static Optional<Finding> treat(Row row, Map<String, Integer> twins) {
		if (!isTreat(row)) {
			return Optional.empty();
		}
		List<@Nullable String> fields = FIELDS.stream().map(row::raw).toList();
		return Optional.of(treat(row, identifier(fields, twins)));
	}

	private static Finding treat(Row row, String identifier) {
		return Finding.of(ItemKind.TREAT, identifier)
			.title(row.text("title", PlainText.TITLE))
			.actor(row.text("sender", PlainText.NAME))
			.body(row.text("message", PlainText.WORDS))
			.startsAt(row.instant("date_created"), row.timeText("date_created"))
			.build();
	}

	private static String identifier(List<@Nullable String> fields, Map<String, Integer> twins) {
		String fingerprint = Fingerprint.of(fields);
		int earlier = twins.merge(fingerprint, 1, Integer::sum) - 1;
		// The first of twins is known as if it were alone, wherever it is met.
		return (earlier == 0) ? fingerprint : Fingerprint.of(List.of(fingerprint, Integer.toString(earlier)));
	}

	private static boolean isTreat(Row row) {
		return TELLING_FIELDS.stream().anyMatch((field) -> row.text(field, PlainText.NAME) != null);
	}

	private static @Nullable String receiver(Collection<JsonNode> treats) {
		return treats.stream()
			.map((treat) -> Row.of(treat).text("receiver", PlainText.NAME))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

}
