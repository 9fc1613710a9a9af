package dev.trellis.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.trellis.provider.Provider.IdentitySource;
import org.jspecify.annotations.Nullable;

/**
 * What a description must say before anybody can rely on it: missing parts and impossible
 * combinations are named one by one.
 */
final class ProviderDescriptionRules {

	private static final Pattern ID = Pattern.compile("[a-z0-9]+");

	private final Provider provider;

	private final Transport transport;

	private ProviderDescriptionRules(Provider provider, Transport transport) {
		this.provider = provider;
		this.transport = transport;
	}

	static void checkId(String id) {
		if (!ID.matcher(id).matches()) {
			throw new ProviderDescriptionException(Provider.PREFIX + "." + id,
					"is no provider, since an id is made of the letters a to z and digits only");
		}
	}

	/**
	 * Checks a description.
	 * @param provider the description
	 * @param transport where it may lead
	 * @return the description
	 * @throws ProviderDescriptionException if it is wrong
	 */
	static Provider checked(Provider provider, Transport transport) {
		new ProviderDescriptionRules(provider, transport).check();
		return provider;
	}

	private void check() {
		require("name", this.provider.name());
		if (!ID.matcher(this.provider.mark()).matches()) {
			throw fault("mark", "is made of the letters a to z and digits only");
		}
		checkWayToLink();
		checkUris();
		checkPointers();
		checkIdentity();
		checkRefresh();
		checkPace();
		if (this.provider.harvester() != null && this.provider.api() == null) {
			throw fault("api.base-uri", "is missing, though a harvester is described");
		}
		if (this.provider.live() != null && this.provider.harvester() == null) {
			throw fault("harvester", "is missing, though live is described, which only a harvester can read");
		}
	}

	private void checkPace() {
		requirePeriod("sync.period", this.provider.sync().period());
		requirePeriod("sync.full-period", this.provider.sync().fullPeriod());
		Provider.CallLimit limit = (this.provider.api() != null) ? this.provider.api().limit() : null;
		if (limit != null) {
			if (limit.calls() < 1) {
				throw fault("api.limit.calls", "allows no call at all");
			}
			requirePeriod("api.limit.period", limit.period());
		}
	}

	private void requirePeriod(String property, Duration period) {
		if (period.compareTo(Duration.ofSeconds(1)) < 0) {
			throw fault(property, "is less than a second");
		}
	}

	private void checkWayToLink() {
		if (this.provider.personalToken() != null) {
			if (this.provider.authorization() != null) {
				throw fault("personal-token", "cannot stand beside authorization: choose one way to link");
			}
			if (this.provider.api() == null) {
				throw fault("api.base-uri", "is missing, though a personal token is checked by a call to it");
			}
			return;
		}
		if (this.provider.authorization() == null) {
			throw fault("authorization.uri", "is missing");
		}
		if (this.provider.token() == null) {
			throw fault("token.uri", "is missing");
		}
		if (this.provider.passwordLogin() != null && this.provider.passwordLogin().uri() == null) {
			throw fault("password-login.uri", "is missing");
		}
	}

	private void checkUris() {
		if (this.provider.authorization() != null) {
			requireHttp("authorization.uri", this.provider.authorization().uri());
			checkIssuer(this.provider.authorization().issuer());
		}
		if (this.provider.token() != null) {
			requireHttp("token.uri", this.provider.token().uri());
		}
		if (this.provider.refresh() != null) {
			checkHttp("refresh.uri", this.provider.refresh().uri());
		}
		if (this.provider.personalToken() != null) {
			requireHttp("personal-token.page", this.provider.personalToken().page());
			requirePath("personal-token.check", this.provider.personalToken().check());
		}
		if (this.provider.passwordLogin() != null) {
			requireHttp("password-login.uri", this.provider.passwordLogin().uri());
		}
		if (this.provider.api() != null) {
			requireHttp("api.base-uri", this.provider.api().baseUri());
			if (this.provider.api().baseUri().toString().endsWith("/")) {
				throw fault("api.base-uri", "ends with a slash, but paths are put behind it that start with one");
			}
			this.provider.api().paths().forEach((call, path) -> requirePath("api.paths." + call, path));
		}
		if (this.provider.live() != null) {
			requireServer("live.uri", this.provider.live().uri());
			requireHttp("live.token-uri", this.provider.live().tokenUri());
		}
		checkHttp("revocation.uri", this.provider.revocation().uri());
		checkHttp("revocation.page", this.provider.revocation().page());
		checkHttp("registration", this.provider.registration());
	}

	private void checkIssuer(@Nullable URI issuer) {
		if (issuer != null && issuer.isAbsolute()) {
			checkHttp("authorization.issuer", issuer);
		}
	}

	private void checkPointers() {
		Provider.Answer answer = this.provider.answer();
		checkPointers("answer.access-token", answer.accessToken());
		checkPointers("answer.refresh-token", answer.refreshToken());
		checkPointers("answer.expires-in", answer.expiresIn());
		checkPointers("answer.expires-at", answer.expiresAt());
		checkPointers("answer.refresh-expires-in", answer.refreshExpiresIn());
		checkPointers("answer.scope", answer.scope());
		checkFailure("answer.failure", answer.failure());
		if (this.provider.api() != null) {
			checkFailure("api.failure", this.provider.api().failure());
		}
		if (this.provider.passwordLogin() != null) {
			checkPointers("password-login.code", List.of(this.provider.passwordLogin().code()));
			checkPointers("password-login.state", List.of(this.provider.passwordLogin().state()));
		}
	}

	private void checkFailure(String property, Provider.Failure failure) {
		checkPointers(property + ".code", failure.code());
		checkPointers(property + ".message", failure.message());
		if (failure.flag() != null) {
			checkPointers(property + ".flag", List.of(failure.flag()));
		}
	}

	private void checkIdentity() {
		Provider.Identity identity = this.provider.identity();
		checkPointers("identity.subject", List.of(identity.subject()));
		checkPointers("identity.name", identity.name());
		if (identity.source() == IdentitySource.JWT && !this.provider.answer().jwt()) {
			throw fault("identity.source", "is jwt, but answer.jwt does not say that the access token is one");
		}
		if (identity.signIn()) {
			checkSignIn(identity);
		}
		if (identity.source() != IdentitySource.PROFILE) {
			return;
		}
		requirePath("identity.path", identity.path());
		if (this.provider.api() == null) {
			throw fault("api.base-uri", "is missing, though the identity comes from a profile call");
		}
		if (identity.byEmail() && identity.email() == null) {
			throw fault("identity.email", "is missing, though identity.path holds {email}");
		}
		Provider.Organizations organizations = identity.organizations();
		if (organizations != null) {
			require("identity.organizations.list", organizations.list());
			requirePath("identity.organizations.check", organizations.check());
		}
	}

	private void checkSignIn(Provider.Identity identity) {
		if (this.provider.authorization() == null) {
			throw fault("identity.sign-in", "needs authorization, where the browser goes");
		}
		if (identity.source() == IdentitySource.NONE) {
			throw fault("identity.sign-in", "needs an identity.source that tells who somebody is");
		}
		if (identity.byEmail()) {
			throw fault("identity.sign-in", "cannot go by an email address, which proves nothing");
		}
	}

	private void checkRefresh() {
		Provider.Refresh refresh = this.provider.refresh();
		if (refresh == null) {
			return;
		}
		if (refresh.uri() == null && this.provider.token() == null) {
			throw fault("refresh.uri", "is missing, since there is no token.uri to refresh at");
		}
		if (refresh.margin().isNegative() || refresh.margin().isZero()) {
			throw fault("refresh.margin", "must be longer than nothing");
		}
	}

	private void checkPointers(String property, Collection<String> pointers) {
		for (String pointer : pointers) {
			if (!pointer.startsWith("/")) {
				throw fault(property, "must be a JSON pointer, which starts with a slash");
			}
		}
	}

	private void requirePath(String property, @Nullable String path) {
		require(property, path);
		if (path != null && !path.startsWith("/")) {
			throw fault(property, "must be a path, which starts with a slash");
		}
	}

	// A WebSocket server may be written either way.
	private void requireServer(String property, @Nullable URI uri) {
		if (uri != null && webSocket(uri)) {
			checkSecure(property, uri, "wss");
			return;
		}
		requireHttp(property, uri);
	}

	private static boolean webSocket(URI uri) {
		return uri.getHost() != null && uri.getUserInfo() == null
				&& ("wss".equalsIgnoreCase(uri.getScheme()) || "ws".equalsIgnoreCase(uri.getScheme()));
	}

	private void requireHttp(String property, @Nullable URI uri) {
		if (uri == null) {
			throw fault(property, "is missing");
		}
		checkHttp(property, uri);
	}

	private void checkHttp(String property, @Nullable URI uri) {
		if (uri == null) {
			return;
		}
		boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
		if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
			throw fault(property, "must be an absolute http or https URI without user information");
		}
		checkSecure(property, uri, "https");
	}

	private void checkSecure(String property, URI uri, String scheme) {
		if (!this.transport.allows(uri)) {
			throw fault(property, "must begin with " + scheme + "://, as it leads to another machine");
		}
	}

	private void require(String property, @Nullable Object value) {
		if (value == null || (value instanceof String text && text.isBlank())
				|| (value instanceof Map<?, ?> map && map.isEmpty())) {
			throw fault(property, "is missing");
		}
	}

	private ProviderDescriptionException fault(String property, String fault) {
		return new ProviderDescriptionException(this.provider.property(property), fault);
	}

}
