package dev.trellis.account;

import java.util.UUID;

/**
 * The sessions in which people are signed in.
 */
public interface SignedInSessions {

	/**
	 * Signs a person out everywhere.
	 * @param personId the local user
	 */
	void endAll(UUID personId);

}
