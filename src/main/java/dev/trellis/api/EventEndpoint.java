package dev.trellis.api;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.account.SignedInUser;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.live.stream.StreamHub;
import dev.trellis.live.stream.Subscription;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells a program what happens to the accounts of its owner, as it happens.
 */
@RestController
@Tag(name = "Events")
class EventEndpoint {

	private final LinkedAccounts accounts;

	private final ApiKeys keys;

	private final ApiAudience audience;

	private final StreamHub hub;

	EventEndpoint(LinkedAccounts accounts, ApiKeys keys, ApiAudience audience, StreamHub hub) {
		this.accounts = accounts;
		this.keys = keys;
		this.audience = audience;
		this.hub = hub;
	}

	@GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "What happens, as it happens",
			description = "Server-sent events: `item` with an Item for each new one, `account` with the id of a linked"
					+ " account, or `all`, whenever something else is to be looked at anew. The stream ends after a while and"
					+ " when accounts are linked or the key is revoked; come back with the last id as Last-Event-ID, and"
					+ " nothing is missed.",
			parameters = @Parameter(in = ParameterIn.HEADER, name = "Last-Event-ID",
					description = "The id of the last event that was seen", schema = @Schema(type = "string")))
	@ApiResponse(responseCode = "200", description = "The stream", content = @Content(mediaType = "text/event-stream",
			schema = @Schema(type = "string"), examples = @ExampleObject("event: account\ndata: all\nid: 0\n\n")))
	void open(
			@RequestParam(required = false) @Parameter(
					description = "Of one linked account; of all otherwise") @Nullable UUID account,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user,
			@Parameter(hidden = true) ApiAuthentication call, @Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException {
		Set<UUID> watched = watched(user, account);
		if (account != null && watched.isEmpty()) {
			throw ProblemException.of("account", "is no linked account of yours");
		}
		this.hub.open(
				new Subscription(user.id(), watched, null, this.audience, call.key().expiresAt(),
						() -> this.keys.goesOn(call.key().id()) && watched(user, account).equals(watched)),
				request, response);
	}

	private Set<UUID> watched(SignedInUser user, @Nullable UUID account) {
		return this.accounts.findByOwnerIdOrderByLinkedAtAscIdAsc(user.id())
			.stream()
			.filter(LinkedAccount::shown)
			.map(LinkedAccount::id)
			.filter((id) -> account == null || id.equals(account))
			.collect(Collectors.toUnmodifiableSet());
	}

}
