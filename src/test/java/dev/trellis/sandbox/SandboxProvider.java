package dev.trellis.sandbox;

import java.util.Locale;

/**
 * The five providers of the sandbox.
 */
public enum SandboxProvider {

	/**
	 * Treats sent to streamers; nobody's name is told.
	 */
	TREATSTREAM("TreatStream"),

	/**
	 * Observations of trees, behind a pasted personal token.
	 */
	TREESNAP("TreeSnap"),

	/**
	 * Locks, behind a Keycloak.
	 */
	CHASTER("Chaster"),

	/**
	 * Likes, behind bare words in HTML.
	 */
	LIKECOIN("LikeCoin"),

	/**
	 * Sensor streams of organizations, behind a page that is a script.
	 */
	GROVESTREAMS("GroveStreams");

	private final String title;

	SandboxProvider(String title) {
		this.title = title;
	}

	/**
	 * The name that people know.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * The provider's id in Trellis, which is also the first segment of its paths here.
	 * @return the id
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The provider of an id.
	 * @param id an id such as {@code treatstream}
	 * @return the provider
	 */
	public static SandboxProvider of(String id) {
		return valueOf(id.toUpperCase(Locale.ROOT));
	}

}
