package dev.trellis.api;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.live.stream.Audience;
import dev.trellis.live.stream.StreamEvent;
import dev.trellis.sync.Item;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Tells programs of new items, in the form in which they can ask for them.
 */
@Component
class ApiAudience implements Audience {

	private final JsonMapper json;

	ApiAudience(JsonMapper json) {
		this.json = json;
	}

	@Override
	public @Nullable StreamEvent arrived(Item item, LinkedAccount account) {
		return new StreamEvent("item", this.json.writeValueAsString(ItemView.of(item)));
	}

	@Override
	public boolean hearsOfChanges() {
		return true;
	}

}
