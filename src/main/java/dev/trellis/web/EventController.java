package dev.trellis.web;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import dev.trellis.account.Sessions;
import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.live.stream.Audience;
import dev.trellis.live.stream.Position;
import dev.trellis.live.stream.StreamEvent;
import dev.trellis.live.stream.StreamHub;
import dev.trellis.live.stream.Subscription;
import dev.trellis.sync.Item;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Tells an open page what happens to the accounts it shows: {@code item} with a row for
 * the dashboard, {@code account} when something has to be looked at anew.
 */
@Controller
class EventController {

	private final LinkedAccounts accounts;

	private final Sessions sessions;

	private final RecentItems recent;

	private final StreamHub hub;

	private final Audience onlyChanges = new OnlyChanges();

	EventController(LinkedAccounts accounts, Sessions sessions, RecentItems recent, StreamHub hub) {
		this.accounts = accounts;
		this.sessions = sessions;
		this.recent = recent;
		this.hub = hub;
	}

	@GetMapping(path = "/events", params = "!account")
	void all(@RequestParam(required = false) @Nullable String since, @AuthenticationPrincipal SignedInUser user,
			Locale locale, HttpServletRequest request, HttpServletResponse response) throws IOException {
		Set<UUID> shown = shown(user);
		open(user, shown, since, this.recent.audience(locale), () -> shown(user).equals(shown), request, response);
	}

	private Set<UUID> shown(SignedInUser user) {
		return this.accounts.findByOwnerIdOrderByLinkedAtAscIdAsc(user.id())
			.stream()
			.filter(LinkedAccount::shown)
			.map(LinkedAccount::id)
			.collect(Collectors.toUnmodifiableSet());
	}

	@GetMapping(path = "/events", params = "account")
	void one(@RequestParam UUID account, @RequestParam(required = false) @Nullable String since,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		UUID shown = this.accounts.findByIdAndOwnerId(account, user.id())
			.map(LinkedAccount::id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		open(user, Set.of(shown), since, this.onlyChanges,
				() -> this.accounts.findByIdAndOwnerId(account, user.id()).isPresent(), request, response);
	}

	private void open(SignedInUser user, Set<UUID> accounts, @Nullable String since, Audience audience,
			BooleanSupplier same, HttpServletRequest request, HttpServletResponse response) throws IOException {
		String session = request.getSession().getId();
		this.hub.open(new Subscription(user.id(), accounts, Position.parse(since).orElse(null), audience, null,
				() -> this.sessions.goesOn(session) && same.getAsBoolean()), request, response);
	}

	/**
	 * A page that asks for its items again, as it shows them in an order of its own.
	 */
	private static final class OnlyChanges implements Audience {

		@Override
		public @Nullable StreamEvent arrived(Item item, LinkedAccount account) {
			return null;
		}

		@Override
		public boolean hearsOfChanges() {
			return true;
		}

	}

}
