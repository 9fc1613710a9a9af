package dev.trellis.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes and reads the JSON of the simulators, in the order in which it is said.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private Json() {
	}

	/**
	 * An ordered object that may hold nulls.
	 */
	static Map<String, Object> object(Object... keysAndValues) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			object.put((String) keysAndValues[i], keysAndValues[i + 1]);
		}
		return object;
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	static JsonNode read(String text) {
		try {
			return (text.isBlank()) ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			return JsonNodeFactory.instance.objectNode();
		}
	}

}
