package dev.trellis.live;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

import dev.trellis.provider.Finding;
import dev.trellis.provider.Harvester;
import dev.trellis.vault.Secret;
import tools.jackson.databind.JsonNode;

/**
 * Where one account's live connection leads, and who understands what is said there.
 *
 * @param server the server
 * @param token brings a fresh token for it, by asking the provider
 * @param harvester reads what is said
 */
record LiveSource(URI server, Supplier<Secret> token, Harvester harvester) {

	List<Finding> read(String event, JsonNode content) {
		return this.harvester.read(event, content);
	}

}
