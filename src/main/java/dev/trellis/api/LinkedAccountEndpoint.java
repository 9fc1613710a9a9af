package dev.trellis.api;

import java.util.List;
import java.util.UUID;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.provider.Providers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The linked accounts of the key's owner, and how they are.
 */
@RestController
@RequestMapping(path = "/api/v1/linked-accounts", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Linked accounts")
class LinkedAccountEndpoint {

	private final LinkedAccounts accounts;

	private final Providers providers;

	LinkedAccountEndpoint(LinkedAccounts accounts, Providers providers) {
		this.accounts = accounts;
		this.providers = providers;
	}

	@GetMapping
	@Operation(summary = "All linked accounts, oldest first",
			description = "Those too that are disconnected and whose items are kept.")
	ResponseEntity<LinkedAccountList> all(@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		return checked(new LinkedAccountList(this.accounts.findByOwnerIdOrderByLinkedAtAscIdAsc(user.id())
			.stream()
			.filter(LinkedAccount::shown)
			.map(this::view)
			.toList()));
	}

	@GetMapping("/{id}")
	@Operation(summary = "One linked account")
	ResponseEntity<LinkedAccountView> one(@PathVariable UUID id,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		return checked(this.accounts.findByIdAndOwnerId(id, user.id())
			.filter(LinkedAccount::shown)
			.map(this::view)
			.orElseThrow(() -> new ProblemException(Problem.of(HttpStatus.NOT_FOUND))));
	}

	private LinkedAccountView view(LinkedAccount account) {
		return LinkedAccountView.of(account, this.providers.nameOf(account.provider()));
	}

	private static <T> ResponseEntity<T> checked(T body) {
		return ResponseEntity.ok().cacheControl(CacheControl.noCache().cachePrivate()).body(body);
	}

	/**
	 * Linked accounts.
	 *
	 * @param accounts the accounts
	 */
	@Schema(name = "LinkedAccounts")
	record LinkedAccountList(List<LinkedAccountView> accounts) {
	}

}
