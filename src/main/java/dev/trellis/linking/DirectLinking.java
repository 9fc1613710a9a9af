package dev.trellis.linking;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.trellis.linking.LinkingException.Reason;
import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.PersonalToken;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderClient.AuthorizationRequest;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;

import org.springframework.stereotype.Service;

/**
 * Links accounts without sending the browser away: by a token that the person made and
 * pasted, or by a password that is used once and kept nowhere.
 */
@Service
public class DirectLinking {

	private static final Pattern SCHEME = Pattern.compile("^\"?(Authorization: ?)?(Bearer )?",
			Pattern.CASE_INSENSITIVE);

	private final Linking linking;

	private final ProviderPauses pauses;

	private final ProviderClient client;

	private final Clock clock;

	DirectLinking(Linking linking, ProviderPauses pauses, ProviderClient client, Clock clock) {
		this.linking = linking;
		this.pauses = pauses;
		this.client = client;
		this.clock = clock;
	}

	/**
	 * Links the account that a pasted token belongs to.
	 * @param ownerId the local user
	 * @param provider a provider with personal tokens
	 * @param pasted what the person pasted; white space and a "Bearer" in front are
	 * forgiven
	 * @param wish what else the person said
	 * @return the linked account
	 * @throws LinkingException if nothing usable was pasted, the provider is paused, or
	 * the account cannot be linked to this user
	 * @throws ProviderException if the provider cannot be asked now
	 */
	public LinkedAccount linkPersonalToken(UUID ownerId, Provider provider, String pasted, LinkWish wish) {
		requireNotPaused(provider);
		Tokens tokens = read(provider, pasted);
		if (tokens.expiresAt() != null && !tokens.expiresAt().isAfter(this.clock.instant())) {
			throw new LinkingException(Reason.TOKEN_EXPIRED);
		}
		check(provider, tokens);
		return this.linking.link(ownerId, provider, tokens, wish);
	}

	private void requireNotPaused(Provider provider) {
		if (this.pauses.paused(provider.id())) {
			throw new LinkingException(Reason.PAUSED);
		}
	}

	private Tokens read(Provider provider, String pasted) {
		String text = SCHEME.matcher(pasted.strip().replaceAll("\\s+", " ")).replaceFirst("");
		String token = text.replaceAll("[\\s\"]+", "");
		if (token.isEmpty() || token.equalsIgnoreCase("Bearer")) {
			throw new LinkingException(Reason.TOKEN_BLANK);
		}
		try {
			return this.client.readPersonalToken(provider, Secret.of(token));
		}
		catch (ProviderException ex) {
			throw new LinkingException(Reason.TOKEN_MALFORMED);
		}
	}

	private void check(Provider provider, Tokens tokens) {
		PersonalToken personalToken = Objects.requireNonNull(provider.personalToken(), "personal-token");
		try {
			this.client.api(provider, AccessTokens.only(tokens.accessToken())).get(personalToken.check(), Map.of());
		}
		catch (ProviderException ex) {
			if (ex.reason() == ProviderException.Reason.TOKEN_REFUSED
					|| ex.reason() == ProviderException.Reason.SCOPE_MISSING) {
				throw new LinkingException(Reason.TOKEN_REFUSED);
			}
			throw ex;
		}
	}

	/**
	 * Links the account that a password opens.
	 * @param ownerId the local user
	 * @param provider a provider with a login without a browser
	 * @param redirectUri the redirect URI that is registered there
	 * @param email the person's address there
	 * @param password the person's password there
	 * @param wish what else the person said
	 * @return the linked account
	 * @throws LinkingException if the provider is paused, or the account cannot be linked
	 * to this user
	 * @throws ProviderException if the provider refuses the password or cannot be asked
	 * now
	 */
	public LinkedAccount linkPassword(UUID ownerId, Provider provider, URI redirectUri, String email, Secret password,
			LinkWish wish) {
		requireNotPaused(provider);
		AuthorizationRequest request = new AuthorizationRequest(redirectUri, UUID.randomUUID().toString(), null, email);
		Secret code = this.client.logIn(provider, request, email, password);
		Tokens tokens = this.client.exchange(provider, code, redirectUri, null);
		return this.linking.link(ownerId, provider, tokens, new LinkWish(wish.reconnect(), wish.label(), email));
	}

}
