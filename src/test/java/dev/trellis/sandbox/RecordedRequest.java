package dev.trellis.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * One request as the sandbox saw it, for simulators to answer and for tests to assert
 * what Trellis sent.
 *
 * @param method the HTTP method
 * @param path the path, with the provider's prefix
 * @param query the decoded query parameters
 * @param headers the headers, their names in lower case
 * @param form the decoded parameters of the body, of a form or of a JSON object
 * @param body the body as text
 */
public record RecordedRequest(String method, String path, Map<String, String> query, Map<String, String> headers,
		Map<String, String> form, String body) {

	private static final List<String> FORM_TYPES = List.of("application/x-www-form-urlencoded");

	static RecordedRequest of(String method, String path, String query, Map<String, String> headers, byte[] bytes) {
		String body = new String(bytes, StandardCharsets.UTF_8);
		return new RecordedRequest(method, path, pairs(query), Collections.unmodifiableMap(headers),
				parameters(headers.getOrDefault("content-type", ""), body), body);
	}

	/**
	 * A header of the request.
	 * @param name its name in any case
	 * @return its value, or null if it was not sent
	 */
	public String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * A parameter of the request, wherever it stands.
	 * @param name its name
	 * @return its value in the body, else in the query, else null
	 */
	public String parameter(String name) {
		return this.form.getOrDefault(name, this.query.get(name));
	}

	boolean has(String... names) {
		for (String name : names) {
			String value = parameter(name);
			if (value == null || value.isBlank()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The bearer token, its scheme compared exactly as the caller wants.
	 */
	String bearer(boolean exactCase) {
		String header = header("authorization");
		if (header == null || !header.regionMatches(!exactCase, 0, "Bearer ", 0, 7)) {
			return null;
		}
		return header.substring(7).trim();
	}

	boolean acceptsJson() {
		String accept = header("accept");
		return accept != null && (accept.contains("/json") || accept.contains("+json"));
	}

	private static Map<String, String> parameters(String contentType, String body) {
		String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
		if (FORM_TYPES.contains(type)) {
			return pairs(body);
		}
		if (!"application/json".equals(type)) {
			return Map.of();
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		JsonNode json = Json.read(body);
		json.properties().forEach((entry) -> parameters.put(entry.getKey(), entry.getValue().asString("")));
		return Collections.unmodifiableMap(parameters);
	}

	static Map<String, String> pairs(String encoded) {
		Map<String, String> pairs = new LinkedHashMap<>();
		if (encoded == null || encoded.isEmpty()) {
			return pairs;
		}
		for (String pair : encoded.split("&")) {
			String[] parts = pair.split("=", 2);
			pairs.put(decode(parts[0]), (parts.length == 2) ? decode(parts[1]) : "");
		}
		return Collections.unmodifiableMap(pairs);
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

}
