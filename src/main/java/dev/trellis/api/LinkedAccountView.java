package dev.trellis.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trellis.linking.BreakReason;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A linked account as its owner's programs see it.
 *
 * @param id its id
 * @param provider the provider's id
 * @param providerName the provider's name
 * @param name what to call it; null if nothing is known
 * @param subject its identifier at the provider; null if the provider does not tell
 * @param picture its picture at the provider; null if there is none
 * @param state how things stand
 * @param reason why it is not simply active; null if it is
 * @param nextAttemptAt when a failed renewal is tried again; null if nothing failed
 * @param scopes what the provider granted
 * @param linkedAt when it was linked
 * @param stateChangedAt since when it is in its state
 * @param page its page in Trellis
 */
@Schema(name = "LinkedAccount", description = "An account at a provider that the owner of the key linked")
@JsonInclude(JsonInclude.Include.NON_NULL)
record LinkedAccountView(UUID id, @Schema(example = "treatstream") String provider,
		@Schema(example = "TreatStream") String providerName,
		@Schema(description = "What to call it; left out if nothing is known",
				example = "My channel") @Nullable String name,
		@Schema(description = "Its identifier at the provider; left out if the provider does not tell") @Nullable String subject,
		@Nullable URI picture, LinkState state,
		@Schema(description = "Why it is not simply active") @Nullable BreakReason reason,
		@Schema(description = "When a failed renewal is tried again") @Nullable Instant nextAttemptAt,
		@Schema(description = "What the provider granted, as far as it tells") List<String> scopes, Instant linkedAt,
		Instant stateChangedAt,
		@Schema(example = "/linked-accounts/5b7e0c6e-6a3c-4f0e-9f5d-1c2d3e4f5a6b") String page) {

	static LinkedAccountView of(LinkedAccount account, String providerName) {
		return new LinkedAccountView(account.id(), account.provider(), providerName, account.displayName(),
				account.subject(), account.picture(), account.state(), account.reason(), account.nextAttemptAt(),
				account.scopes().stream().sorted().toList(), account.linkedAt(), account.stateChangedAt(),
				"/linked-accounts/" + account.id());
	}

}
