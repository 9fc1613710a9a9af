package dev.trellis.linking.oauth;

import java.util.Objects;

import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.Linking;
import dev.trellis.linking.LinkingException;
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
 * Where Spring Security saves what it was authorized to: a linked account. What came of
 * it decides the page that the person sees next.
 */
@Component
class LinkingClientRepository implements OAuth2AuthorizedClientRepository {

	private static final Logger logger = LoggerFactory.getLogger(LinkingClientRepository.class);

	private static final String NEXT_PAGE = LinkingClientRepository.class.getName() + ".next-page";

	private final Linking linking;

	private final Providers providers;

	LinkingClientRepository(Linking linking, Providers providers) {
		this.linking = linking;
		this.providers = providers;
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
		PendingLink pending = (PendingLink) Objects.requireNonNull(request.getAttribute(PendingLink.class.getName()));
		Provider provider = this.providers.find(pending.provider()).orElseThrow();
		Tokens tokens = Objects.requireNonNull(CodeExchange.answer());
		request.setAttribute(NEXT_PAGE, link(pending, provider, tokens));
	}

	private String link(PendingLink pending, Provider provider, Tokens tokens) {
		try {
			LinkedAccount account = this.linking.link(pending.ownerId(), provider, tokens, pending.wish());
			return "/linked-accounts/" + account.id() + "?linked";
		}
		catch (ProviderException ex) {
			logger.warn("An account was not linked: {}", ex.getMessage());
			return failedPage(pending, LinkFailure.of(ex.reason()));
		}
		catch (LinkingException ex) {
			return failedPage(pending, LinkFailure.of(ex.reason()));
		}
		catch (DataAccessException | TransactionException | VaultException ex) {
			logger.error("An account at {} was not linked", provider.name(), ex);
			return failedPage(pending, LinkFailure.OUR_FAULT);
		}
	}

	private static String failedPage(PendingLink pending, LinkFailure failure) {
		return failure.page(pending.provider(), pending.wish().reconnect());
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
				return (page != null) ? new SimpleSavedRequest(request.getContextPath() + page) : null;
			}

		};
	}

}
