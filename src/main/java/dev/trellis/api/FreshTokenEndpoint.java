package dev.trellis.api;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.trellis.account.SignedInUser;
import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.Fact;
import dev.trellis.linking.FreshToken;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.TokenKeeper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands the access token of a linked account to a program of its owner's. What it handed
 * out is in the audit before the program has it. A token that is still good costs, beside
 * what every call costs, one indexed read, one opening and a share in one write.
 */
@RestController
@Tag(name = "Linked accounts")
class FreshTokenEndpoint {

	private final TokenKeeper keeper;

	private final Audit audit;

	private final Clock clock;

	FreshTokenEndpoint(TokenKeeper keeper, Audit audit, Clock clock) {
		this.keeper = keeper;
		this.audit = audit;
		this.clock = clock;
	}

	@PostMapping(path = "/api/v1/linked-accounts/{id}/token", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "A fresh access token",
			description = "An access token of the provider that has not run out; it is renewed first if that is due. The"
					+ " answer has the form of RFC 6749 section 5.1. Ask again instead of keeping it beyond its"
					+ " lifetime. Every token that is handed out is in the audit.")
	@ApiResponse(responseCode = "200", description = "The token")
	@ApiResponse(responseCode = "409", description = "The owner has to connect the account again")
	@ApiResponse(responseCode = "503", description = "The token has run out and the provider cannot be asked now;"
			+ " Retry-After says when to try again")
	TokenAnswer take(@PathVariable UUID id, @Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user,
			@Parameter(hidden = true) ApiAuthentication call) {
		FreshToken token = take(user.id(), id);
		this.audit.recordTogether(Fact.of(Act.TOKEN_TAKEN)
			.by(user.id())
			.to(user.id())
			.on(id, token.provider())
			.with("key " + call.key().id()));
		return answer(token);
	}

	private FreshToken take(UUID ownerId, UUID id) {
		try {
			return this.keeper.accessToken(ownerId, id);
		}
		catch (LinkingException ex) {
			if (ex.reason() != LinkingException.Reason.NEEDS_RECONNECT) {
				throw ex;
			}
			throw new ProblemException(Problem
				.of(HttpStatus.CONFLICT, "needs-reconnect", "The account has to be connected again by its owner")
				.mendedAt("/linked-accounts/" + id));
		}
	}

	private TokenAnswer answer(FreshToken token) {
		Long seconds = (token.expiresAt() != null)
				? Duration.between(this.clock.instant(), token.expiresAt()).toSeconds() : null;
		if (seconds != null && seconds <= 0) {
			// It ran out while the audit was written.
			throw new LinkingException(LinkingException.Reason.BUSY);
		}
		return new TokenAnswer(token.value().reveal(), "Bearer", seconds,
				token.scopes().isEmpty() ? null : String.join(" ", token.scopes()));
	}

	/**
	 * An access token (RFC 6749 section 5.1).
	 *
	 * @param accessToken the token
	 * @param tokenType always Bearer
	 * @param expiresIn in how many seconds it ends; null if nothing tells
	 * @param scope what the provider granted, separated by spaces; null if it does not
	 * tell
	 */
	@Schema(name = "Token", description = "An access token (RFC 6749 section 5.1)")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record TokenAnswer(@JsonProperty("access_token") String accessToken,
			@JsonProperty("token_type") @Schema(example = "Bearer") String tokenType,
			@JsonProperty("expires_in") @Schema(example = "287",
					description = "In how many seconds it ends; left out if nothing tells") @Nullable Long expiresIn,
			@Schema(example = "profile locks",
					description = "What the provider granted; left out if it does not tell") @Nullable String scope) {

		@Override
		public String toString() {
			return "***";
		}

	}

}
