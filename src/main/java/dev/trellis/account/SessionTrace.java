package dev.trellis.account;

import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/**
 * What a session remembers of how it began.
 *
 * @param id tells the session apart on pages; unlike the session's own id it opens
 * nothing
 * @param browser what the browser said it was, at most 300 characters
 * @param address the network address
 * @param signedInAt when the person signed in
 */
record SessionTrace(UUID id, String browser, String address, Instant signedInAt) implements Serializable {

	/**
	 * The session attribute that holds it.
	 */
	static final String ATTRIBUTE = SessionTrace.class.getName();

	/**
	 * The session attribute that holds when the person last proved who they are.
	 */
	static final String PROVED_AT = ATTRIBUTE + ".proved-at";

	private static final long serialVersionUID = 1L;

}
