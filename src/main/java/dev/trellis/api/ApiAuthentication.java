package dev.trellis.api;

import dev.trellis.account.SignedInUser;
import dev.trellis.account.key.ApiCaller;
import dev.trellis.account.key.ApiKey;
import dev.trellis.account.key.ApiScope;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A call that was made with a key: its principal is the key's owner, who may do no more
 * here than the key is good for.
 */
final class ApiAuthentication extends AbstractAuthenticationToken {

	private static final String SCOPE = "SCOPE_";

	private static final long serialVersionUID = 1L;

	private final transient ApiCaller caller;

	ApiAuthentication(ApiCaller caller) {
		super(caller.scopes().stream().map((scope) -> new SimpleGrantedAuthority(authority(scope))).toList());
		this.caller = caller;
		setAuthenticated(true);
	}

	static String authority(ApiScope scope) {
		return SCOPE + scope.key();
	}

	/**
	 * What a scope's authority stands for.
	 * @param authority an authority that {@link #authority(ApiScope)} named
	 * @return the scope as it stands outside
	 */
	static String scope(String authority) {
		return authority.substring(SCOPE.length());
	}

	ApiKey key() {
		return this.caller.key();
	}

	@Override
	public Object getCredentials() {
		return "";
	}

	@Override
	public SignedInUser getPrincipal() {
		return this.caller.owner();
	}

}
