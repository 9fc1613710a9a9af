package dev.trellis.provider.grovestreams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.ResourceApi;
import dev.trellis.provider.parsing.PlainText;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.web.util.UriUtils;

/**
 * The calls within one organization. Streams come as rows whose fields have the names of
 * the query's columns in lower case, whichever call they were read by.
 */
class Organization {

	/**
	 * The refusals that say that a call is not to be had here, rather than that trying
	 * again or linking anew may help.
	 */
	private static final Set<Reason> NOT_TO_BE_HAD = Set.of(Reason.REQUEST_REFUSED, Reason.NOT_FOUND, Reason.MALFORMED,
			Reason.OVERSIZED);

	private static final String STREAMS = "select cname, cid, uid, id, name, unitUid, lastValue, lastUpdated from stream";

	private final ResourceApi api;

	private final String uid;

	private boolean gaps;

	Organization(ResourceApi api, String uid) {
		this.api = api;
		this.uid = uid.strip();
	}

	String uid() {
		return this.uid;
	}

	/**
	 * Whether a call failed without which not all streams may have been seen.
	 * @return whether one did
	 */
	boolean gaps() {
		return this.gaps;
	}

	/**
	 * All streams by one query.
	 * @return the streams; empty if this organization's streams cannot be queried so
	 */
	Optional<List<JsonNode>> query() {
		return tried(this.api.path("streams", "/gql"), Map.of("s", STREAMS, "c", "true", "h", "true"))
			.flatMap(Organization::table);
	}

	private static Optional<List<JsonNode>> table(JsonNode answer) {
		List<String> columns = new ArrayList<>();
		for (JsonNode column : answer.path("cols")) {
			String name = column.isObject() ? Row.of(column).raw("name") : Row.scalar(column);
			columns.add((name != null) ? name.strip().toLowerCase(Locale.ROOT) : "");
		}
		Optional<Collection<JsonNode>> rows = Rows.elements(answer.get("rows"));
		if (rows.isEmpty() || !columns.contains("uid")) {
			return Optional.empty();
		}
		return Optional.of(rows.get().stream().map((cells) -> named(columns, cells)).toList());
	}

	private static JsonNode named(List<String> columns, JsonNode cells) {
		ObjectNode row = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < columns.size(); i++) {
			row.set(columns.get(i), cells.path(i));
		}
		return row;
	}

	/**
	 * A page of components.
	 * @param start how many to leave out
	 * @param limit the greatest number
	 * @return the answer, with its list of components
	 * @throws ProviderException if there is no usable answer
	 */
	JsonNode components(int start, int limit) {
		JsonNode answer = get("/component", Map.of("start", Integer.toString(start), "limit", Integer.toString(limit)));
		if (!Row.of(answer).flag("success", true)) {
			throw new ProviderException(Reason.REQUEST_REFUSED, "GroveStreams refused the components call");
		}
		return answer;
	}

	/**
	 * The streams of one component, by two calls: their names, and their last values.
	 * @param component the component as it was listed
	 * @return its streams
	 */
	Collection<JsonNode> streams(JsonNode component) {
		String uid = Row.of(component).id("uid");
		if (uid == null) {
			return List.of();
		}
		String id = Objects.requireNonNullElse(Row.of(component).id("id"), uid);
		String name = Row.of(component).text("name", PlainText.NAME);
		Map<String, ObjectNode> streams = new LinkedHashMap<>();
		tried("/component/" + encode(uid) + "/stream", Map.of())
			.ifPresentOrElse((answer) -> addNames(streams, answer, uid, name), () -> this.gaps = true);
		tried("/comp/" + encode(id) + "/last_value", Map.of("retStreamId", "true"))
			.ifPresentOrElse((answer) -> addValues(streams, answer, uid, name), () -> this.gaps = true);
		return List.copyOf(streams.values());
	}

	private static void addNames(Map<String, ObjectNode> streams, JsonNode answer, String component,
			@Nullable String name) {
		for (JsonNode listed : answer.path("stream")) {
			Row stream = Row.of(listed);
			String id = stream.id("id");
			if (id != null) {
				stream(streams, id, component, name)
					.put("uid", Objects.requireNonNullElse(stream.id("uid"), component + "/" + id))
					.put("name", stream.raw("name"))
					.put("unituid", stream.child("unit").raw("uid"));
			}
		}
	}

	private static void addValues(Map<String, ObjectNode> streams, JsonNode answer, String component,
			@Nullable String name) {
		for (JsonNode value : answer) {
			String id = Row.of(value).id("streamId");
			if (id != null) {
				ObjectNode stream = stream(streams, id, component, name);
				stream.set("lastvalue", value.path("data"));
				stream.set("lastupdated", value.path("time"));
			}
		}
	}

	private static ObjectNode stream(Map<String, ObjectNode> streams, String id, String component,
			@Nullable String name) {
		return streams.computeIfAbsent(id,
				(unseen) -> JsonNodeFactory.instance.objectNode()
					.put("cname", name)
					.put("uid", component + "/" + id)
					.put("id", id));
	}

	/**
	 * What a stream measured.
	 * @param component the identifier of its component
	 * @param stream its identifier within that
	 * @param from the first moment that counts
	 * @param to the last one
	 * @param limit the greatest number of values
	 * @return the values; empty if its feed cannot be had
	 */
	Optional<Collection<JsonNode>> feed(String component, String stream, Instant from, Instant to, int limit) {
		Map<String, String> query = new LinkedHashMap<>();
		query.put("sd", Long.toString(from.toEpochMilli()));
		query.put("ed", Long.toString(to.toEpochMilli()));
		query.put("limit", Integer.toString(limit));
		return tried("/comp/" + encode(component) + "/stream/" + encode(stream) + "/feed", query)
			.flatMap(Organization::values);
	}

	// A bare array, or one for each stream within another.
	private static Optional<Collection<JsonNode>> values(JsonNode answer) {
		if (answer.isArray() && !answer.isEmpty() && answer.get(0).isArray()) {
			return Rows.elements(answer.get(0));
		}
		return answer.isArray() ? Rows.elements(answer) : Optional.empty();
	}

	/**
	 * The organization's units.
	 * @return a unit's identifier to the word for it; empty if they cannot be had
	 */
	Map<String, String> units() {
		Map<String, String> units = new HashMap<>();
		tried(this.api.path("units", "/unit"), Map.of()).ifPresent((answer) -> {
			for (JsonNode listed : answer.path("unit")) {
				Row unit = Row.of(listed);
				String uid = unit.id("uid");
				String symbol = unit.text("symbol", PlainText.UNIT);
				String word = (symbol != null) ? symbol : unit.text("name", PlainText.UNIT);
				if (uid != null && word != null) {
					units.put(uid, word);
				}
			}
		});
		return units;
	}

	private Optional<JsonNode> tried(String path, Map<String, String> query) {
		try {
			JsonNode answer = get(path, query);
			return Row.of(answer).flag("success", true) ? Optional.of(answer) : Optional.empty();
		}
		catch (ProviderException ex) {
			if (NOT_TO_BE_HAD.contains(ex.reason())) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	private JsonNode get(String path, Map<String, String> query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("org", this.uid);
		parameters.putAll(query);
		return this.api.get(path, parameters);
	}

	private static String encode(String segment) {
		return UriUtils.encode(segment, "UTF-8");
	}

}
