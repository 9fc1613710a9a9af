package dev.trellis.linking.oauth;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import dev.trellis.account.AccountException;
import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.Linking;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.SignInRefused;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.VaultException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Where Spring Security saves what it was authorized to: a linked account, by which a
 * person may also sign in. What came of it decides the page that they see next.
 */
@Component
class LinkingClientRepository implements OAuth2AuthorizedClientRepository {

	private static final Logger logger = LoggerFactory.getLogger(LinkingClientRepository.class);

	private static final String NEXT_PAGE = LinkingClientRepository.class.getName() + ".next-page";

	private final Linking linking;

	private final BrowserSignIn signIn;

	private final Providers providers;

	private final ApplicationEventPublisher events;

	LinkingClientRepository(Linking linking, BrowserSignIn signIn, Providers providers,
			ApplicationEventPublisher events) {
		this.linking = linking;
		this.signIn = signIn;
		this.providers = providers;
		this.events = events;
	}

	/**
	 * Tokens are handed out by the token keeper alone.
	 */
	@Override
	public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(String clientRegistrationId,
			Authentication principal, HttpServletRequest request) {
		return null;
	}

	@Override
	public void saveAuthorizedClient(OAuth2AuthorizedClient authorizedClient, Authentication principal,
			HttpServletRequest request, HttpServletResponse response) {
		PendingConsent pending = (PendingConsent) Objects
			.requireNonNull(request.getAttribute(PendingConsent.class.getName()));
		Provider provider = this.providers.find(pending.provider()).orElseThrow();
		Tokens tokens = Objects.requireNonNull(CodeExchange.answer());
		request.setAttribute(NEXT_PAGE, nextPage(pending, () -> switch (pending.purpose()) {
			case LINK -> link(pending, provider, tokens);
			case SIGN_IN -> this.signIn.signIn(pending, provider, tokens, request, response);
		}));
	}

	private String link(PendingConsent pending, Provider provider, Tokens tokens) {
		UUID ownerId = Objects.requireNonNull(pending.userId());
		return "/linked-accounts/" + this.linking.link(ownerId, provider, tokens, pending.wish()).id() + "?linked";
	}

	private String nextPage(PendingConsent pending, Supplier<String> completion) {
		try {
			return completion.get();
		}
		catch (ProviderException ex) {
			logger.warn("Agreeing came to nothing: {}", ex.getMessage());
			return refused(pending, LinkFailure.of(ex.reason()));
		}
		catch (LinkingException ex) {
			return refused(pending, LinkFailure.of(ex.reason()));
		}
		catch (AccountException ex) {
			return refused(pending, LinkFailure.of(ex.reason()));
		}
		catch (DataAccessException | TransactionException | VaultException ex) {
			logger.error("Agreeing at {} came to nothing", pending.provider(), ex);
			return pending.failedPage(LinkFailure.OUR_FAULT);
		}
	}

	private String refused(PendingConsent pending, LinkFailure failure) {
		if (pending.purpose() == Purpose.SIGN_IN) {
			this.events.publishEvent(new SignInRefused(pending.provider(), pending.userId(), failure));
		}
		return pending.failedPage(failure);
	}

	@Override
	public void removeAuthorizedClient(String clientRegistrationId, Authentication principal,
			HttpServletRequest request, HttpServletResponse response) {
		// A link is never removed because a call failed.
	}

	/**
	 * Sends the person on to what came of linking, whatever page they wanted before they
	 * signed in.
	 * @return the cache to ask for the next page
	 */
	static RequestCache nextPage() {
		return new NullRequestCache() {

			@Override
			public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
				Object page = request.getAttribute(NEXT_PAGE);
				return (page != null)
						? new SimpleSavedRequest(
								page.toString().startsWith("/") ? request.getContextPath() + page : page.toString())
						: null;
			}

		};
	}

}
