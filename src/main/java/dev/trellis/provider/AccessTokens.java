package dev.trellis.provider;

import java.util.Optional;

import dev.trellis.vault.Secret;

/**
 * Where calls to a resource API get their access token from.
 */
public interface AccessTokens {

	/**
	 * A token to call with.
	 * @return a token that is believed to be good
	 * @throws RuntimeException if there is none to be had now
	 */
	Secret current();

	/**
	 * Whose tokens they are.
	 * @return what tells the linked account apart; empty if it is not linked yet
	 */
	default Optional<String> account() {
		return Optional.empty();
	}

	/**
	 * Another token, after the API refused one; asked at most once per call.
	 * @param refused the token that was refused
	 * @return another token, or empty if there is none
	 */
	Optional<Secret> insteadOf(Secret refused);

	/**
	 * One token, and nothing instead of it.
	 * @param token the token
	 * @return a source of that token alone
	 */
	static AccessTokens only(Secret token) {
		return new AccessTokens() {

			@Override
			public Secret current() {
				return token;
			}

			@Override
			public Optional<Secret> insteadOf(Secret refused) {
				return Optional.empty();
			}

		};
	}

}
