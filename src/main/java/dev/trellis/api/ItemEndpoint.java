package dev.trellis.api;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemCursor;
import dev.trellis.sync.ItemFilter;
import dev.trellis.sync.ItemPage;
import dev.trellis.sync.Items;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the linked accounts of the key's owner hold, newest first, page by page.
 */
@RestController
@Tag(name = "Items")
class ItemEndpoint {

	private final LinkedAccounts accounts;

	private final Items items;

	ItemEndpoint(LinkedAccounts accounts, Items items) {
		this.accounts = accounts;
		this.items = items;
	}

	@GetMapping(path = "/api/v1/items", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Items, newest first",
			description = "The next page begins at the cursor `next`, which the header Link leads to as well. Send the ETag"
					+ " back as If-None-Match to be told that nothing changed.")
	ResponseEntity<ItemList> page(
			@RequestParam(required = false) @Parameter(
					description = "Of one linked account; of all otherwise") @Nullable UUID account,
			@RequestParam(required = false) @Parameter(
					description = "Of one kind; otherwise of all that stand for themselves, so neither READING nor LOCK_EVENT") @Nullable ItemKind kind,
			@RequestParam(required = false) @Parameter(description = "From this time on",
					example = "2026-11-01T00:00:00Z") @Nullable Instant from,
			@RequestParam(required = false) @Parameter(description = "Before this time",
					example = "2026-12-01T00:00:00Z") @Nullable Instant until,
			@RequestParam(required = false) @Parameter(
					description = "Where to go on: `next` of the page before") @Nullable String cursor,
			@RequestParam(defaultValue = "50") @Parameter(
					schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50")) int size,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user,
			@Parameter(hidden = true) HttpServletRequest request) {
		ItemFilter filter = new ItemFilter(accounts(user, account), kind, List.of(), from, until, null);
		ItemPage page = this.items.page(filter, place(cursor), PageSize.checked(size));
		String next = (page.older() != null) ? page.older().toString() : null;
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noCache().cachePrivate());
		if (next != null) {
			answer.header(HttpHeaders.LINK, NextPage.link(request, next));
		}
		return answer.body(new ItemList(page.items().stream().map(ItemView::of).toList(), next));
	}

	private Set<UUID> accounts(SignedInUser user, @Nullable UUID wanted) {
		Set<UUID> accounts = this.accounts.findByOwnerIdOrderByLinkedAtAscIdAsc(user.id())
			.stream()
			.filter(LinkedAccount::shown)
			.map(LinkedAccount::id)
			.filter((id) -> wanted == null || id.equals(wanted))
			.collect(Collectors.toSet());
		if (wanted != null && accounts.isEmpty()) {
			throw ProblemException.of("account", "is no linked account of yours");
		}
		return accounts;
	}

	private static @Nullable ItemCursor place(@Nullable String cursor) {
		return (cursor != null)
				? ItemCursor.parse(cursor).orElseThrow(() -> ProblemException.of("cursor", "is none of this list's"))
				: null;
	}

	/**
	 * A page of items.
	 *
	 * @param items the items, newest first
	 * @param next where the next page begins; null on the last
	 */
	@Schema(name = "Items")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ItemList(List<ItemView> items, @Schema(description = "Where the next page begins; left out on the last",
			example = "older-1795262400000000-4711") @Nullable String next) {
	}

}
