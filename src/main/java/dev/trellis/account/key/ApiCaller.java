package dev.trellis.account.key;

import java.util.EnumSet;
import java.util.Set;

import dev.trellis.account.SignedInUser;

/**
 * Who calls with a key.
 *
 * @param owner the owner of the key, as they are now
 * @param key the key
 */
public record ApiCaller(SignedInUser owner, ApiKey key) {

	/**
	 * What the caller may do: what the key is good for, without what its owner may not do
	 * themselves.
	 * @return the scopes, which may be none
	 */
	public Set<ApiScope> scopes() {
		Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
		scopes.addAll(this.key.scopes());
		if (!this.owner.administrator()) {
			scopes.remove(ApiScope.ADMIN);
		}
		return scopes;
	}

}
