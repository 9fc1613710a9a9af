package dev.trellis.live.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.live.stream.Audience;
import dev.trellis.live.stream.StreamEvent;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Item;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * What an overlay shows: sender, title and message of new treats, and nothing else. What
 * a first fetch finds of times long past is not new.
 */
@Component
class OverlayTreats implements Audience {

	/**
	 * A day, as the time that a provider tells may be that of any zone.
	 */
	private static final Duration NEW = Duration.ofDays(1);

	private final JsonMapper json;

	private final Clock clock;

	OverlayTreats(JsonMapper json, Clock clock) {
		this.json = json;
		this.clock = clock;
	}

	@Override
	public @Nullable StreamEvent arrived(Item item, LinkedAccount account) {
		Instant at = item.startsAt();
		boolean past = at != null && at.isBefore(this.clock.instant().minus(NEW));
		if (item.kind() != ItemKind.TREAT || past) {
			return null;
		}
		return new StreamEvent("treat", this.json
			.writeValueAsString(new Treat(item.id(), item.test(), item.actor(), item.title(), item.body())));
	}

	@Override
	public boolean hearsOfChanges() {
		return false;
	}

	/**
	 * A treat on its way to the overlay.
	 *
	 * @param id its id
	 * @param test whether it was made to try things out
	 * @param sender who sent it
	 * @param title what it is
	 * @param message what the sender says
	 */
	record Treat(long id, boolean test, @Nullable String sender, @Nullable String title, @Nullable String message) {
	}

}
