package dev.trellis.api;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkRequest;
import dev.trellis.linking.LinkRequests;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.origin.PublicOrigin;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Begins to link an account: the program gets an address for its owner to open.
 */
@RestController
@Tag(name = "Linking")
class LinkEndpoint {

	private final LinkRequests requests;

	private final LinkedAccounts accounts;

	private final Providers providers;

	private final PublicOrigin origin;

	private final Clock clock;

	LinkEndpoint(LinkRequests requests, LinkedAccounts accounts, Providers providers, PublicOrigin origin,
			Clock clock) {
		this.requests = requests;
		this.accounts = accounts;
		this.providers = providers;
		this.origin = origin;
		this.clock = clock;
	}

	@PostMapping(path = "/api/v1/links", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(summary = "Ask the owner to link an account",
			description = "The address leads to a page of Trellis on which the owner of the key, signed in, presses a button"
					+ " to go on to the provider. It is good once, for ten minutes, and for nobody else.")
	@ApiResponse(responseCode = "201", description = "The address to open")
	LinkAnswer ask(@Valid @RequestBody LinkWishBody wish,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user,
			@Parameter(hidden = true) ApiAuthentication call, @Parameter(hidden = true) HttpServletRequest request) {
		Provider provider = this.providers.find(wish.provider())
			.filter((found) -> found.configured() || found.personalToken() != null)
			.orElseThrow(() -> ProblemException.of("provider", "is none that can be linked here"));
		UUID account = wish.account();
		if (account != null && this.accounts.findByIdAndOwnerId(account, user.id())
			.filter((found) -> found.provider().equals(provider.id()))
			.isEmpty()) {
			throw ProblemException.of("account", "is no linked account of yours at that provider");
		}
		Instant end = this.clock.instant().plus(LinkRequests.LIFETIME);
		String secret = this.requests
			.make(user.id(), new LinkRequest(provider.id(), account, wish.label(), call.key().name()))
			.reveal();
		return new LinkAnswer(URI.create(this.origin.origin(request) + "/requests/" + secret), end);
	}

	/**
	 * What to link.
	 *
	 * @param provider the provider's id
	 * @param account the linked account to bring back; null to link anew
	 * @param label what to call the account; null to go without
	 */
	@Schema(name = "LinkRequest")
	record LinkWishBody(@NotBlank(message = "is missing") @Schema(example = "treatstream") String provider,
			@Schema(description = "The linked account to bring back; leave out to link anew") @Nullable UUID account,
			@Size(max = 100, message = "is longer than 100 characters") @Schema(
					description = "What to call the account", example = "My channel") @Nullable String label) {
	}

	/**
	 * Where to go on.
	 *
	 * @param url the address to open in the owner's browser
	 * @param expiresAt from when on it is good for nothing
	 */
	@Schema(name = "LinkAddress")
	record LinkAnswer(
			@Schema(example = "https://link.example.org/requests/HcGm0XqgF0O8Zb3lKb0nUeYpJr4sLQ2vWm6tA9dE1xk") URI url,
			Instant expiresAt) {

		@Override
		public String toString() {
			return "***";
		}

	}

}
