package dev.trellis.provider.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider.Identity;
import dev.trellis.provider.Provider.Organizations;
import dev.trellis.provider.parsing.PlainText;
import dev.trellis.provider.parsing.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads who an account is out of whatever JSON the description points at.
 */
final class ProfileReader {

	private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,200}");

	private static final int MOST_ORGANIZATIONS = 100;

	private ProfileReader() {
	}

	static Profile read(Identity identity, JsonNode json) {
		String name = identity.name()
			.stream()
			.map((pointer) -> PlainText.NAME.of(Row.scalar(json.at(pointer))))
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" "));
		URI picture = (identity.picture() != null)
				? Row.https(PlainText.LINK.whole(Row.scalar(json.at(identity.picture())))) : null;
		return new Profile(subject(json.at(identity.subject())), name.isEmpty() ? null : name, picture,
				organizations(identity.organizations(), json));
	}

	private static @Nullable String subject(JsonNode node) {
		String subject = (node.isString() || node.isIntegralNumber()) ? node.asString().strip() : "";
		return SUBJECT.matcher(subject).matches() ? subject : null;
	}

	private static Map<String, String> organizations(@Nullable Organizations description, JsonNode json) {
		Map<String, String> organizations = new LinkedHashMap<>();
		if (description == null) {
			return organizations;
		}
		for (JsonNode element : json.at(description.list())) {
			String key = subject(element.at(description.key()));
			String name = PlainText.NAME.of(Row.scalar(element.at(description.name())));
			if (key != null && organizations.size() < MOST_ORGANIZATIONS) {
				organizations.put(key, (name != null) ? name : key);
			}
		}
		return organizations;
	}

}
