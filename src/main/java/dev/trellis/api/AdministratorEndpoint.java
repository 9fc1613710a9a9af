package dev.trellis.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.Fact;
import dev.trellis.linking.BreakReason;
import dev.trellis.linking.LinkOverview;
import dev.trellis.linking.LinkOverview.Entry;
import dev.trellis.linking.LinkQuery;
import dev.trellis.linking.LinkQuery.Order;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Everybody's linked accounts, for programs of administrators; never a token and never an
 * item.
 */
@RestController
@RequestMapping(path = "/api/v1/admin", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class AdministratorEndpoint {

	private final LinkOverview links;

	private final TokenKeeper keeper;

	private final Audit audit;

	AdministratorEndpoint(LinkOverview links, TokenKeeper keeper, Audit audit) {
		this.links = links;
		this.keeper = keeper;
		this.audit = audit;
	}

	@GetMapping("/linked-accounts")
	@Operation(summary = "Linked accounts of all users",
			description = "The next page begins at the cursor `next`, which the header Link leads to as well.")
	ResponseEntity<LinkList> page(
			@RequestParam(required = false) @Parameter(
					description = "What the owner's address or name, or the account's, contains") @Nullable String q,
			@RequestParam(required = false) @Parameter(description = "At one provider",
					example = "chaster") @Nullable String provider,
			@RequestParam(required = false) @Parameter(
					description = "In one state; otherwise all that are not disconnected") @Nullable LinkState state,
			@RequestParam(defaultValue = "NEWEST") Order order,
			@RequestParam(required = false) @Parameter(
					description = "Where to go on: `next` of the page before") @Nullable String cursor,
			@RequestParam(defaultValue = "50") @Parameter(
					schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50")) int size,
			@Parameter(hidden = true) HttpServletRequest request) {
		Page<Entry> page = this.links.page(new LinkQuery(q, provider, state, order), place(cursor),
				PageSize.checked(size));
		String next = (page.after() != null) ? page.after().toString() : null;
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (next != null) {
			answer.header(HttpHeaders.LINK, NextPage.link(request, next));
		}
		return answer.body(new LinkList(page.rows().stream().map(LinkView::of).toList(), next));
	}

	@GetMapping("/counts")
	@Operation(summary = "How many linked accounts there are", description = "By provider and state.")
	Map<String, Map<LinkState, Long>> counts() {
		return this.links.counts();
	}

	@PostMapping("/linked-accounts/{id}/retry")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Have a linked account renewed now")
	@ApiResponse(responseCode = "204", description = "Its tokens are fresh")
	@ApiResponse(responseCode = "409",
			description = "The owner has to connect the account again, or the provider is gone")
	@ApiResponse(responseCode = "503",
			description = "The provider cannot be asked now; Retry-After says when to try again")
	void retry(@PathVariable UUID id) {
		Entry entry = this.links.find(id).orElseThrow(() -> new ProblemException(Problem.of(HttpStatus.NOT_FOUND)));
		this.audit.record(Fact.of(Act.LINK_RETRIED).to(entry.ownerId()).on(id, entry.provider()));
		this.keeper.refresh(id);
	}

	private static @Nullable Cursor place(@Nullable String cursor) {
		return (cursor != null)
				? Cursor.parse(cursor).orElseThrow(() -> ProblemException.of("cursor", "is none of this list's"))
				: null;
	}

	/**
	 * A page of linked accounts.
	 *
	 * @param accounts the accounts
	 * @param next where the next page begins; null on the last
	 */
	@Schema(name = "AllLinkedAccounts")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record LinkList(List<LinkView> accounts,
			@Schema(description = "Where the next page begins; left out on the last") @Nullable String next) {
	}

	/**
	 * One linked account, without anything that only its owner may see.
	 *
	 * @param id its id
	 * @param ownerId its owner's id
	 * @param ownerEmail its owner's address
	 * @param ownerName its owner's name
	 * @param provider the provider's id
	 * @param name what to call it
	 * @param state how things stand
	 * @param reason why it is not simply active
	 * @param attempts how often a failed renewal was tried in a row
	 * @param nextAttemptAt when it is tried again
	 * @param linkedAt when it was linked
	 * @param stateChangedAt since when it is in its state
	 * @param refreshedAt when its tokens were last renewed
	 */
	@Schema(name = "AnyLinkedAccount", description = "A linked account as administrators see it")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record LinkView(UUID id, UUID ownerId, @Nullable String ownerEmail, String ownerName,
			@Schema(example = "chaster") String provider, @Nullable String name, LinkState state,
			@Nullable BreakReason reason, int attempts, @Nullable Instant nextAttemptAt, Instant linkedAt,
			Instant stateChangedAt, @Nullable Instant refreshedAt) {

		static LinkView of(Entry entry) {
			return new LinkView(entry.id(), entry.ownerId(), entry.ownerEmail(), entry.ownerName(), entry.provider(),
					entry.name(), entry.state(), entry.reason(), entry.attempts(), entry.nextAttemptAt(),
					entry.linkedAt(), entry.stateChangedAt(), entry.refreshedAt());
		}

	}

}
