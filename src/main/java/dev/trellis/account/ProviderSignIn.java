package dev.trellis.account;

import java.util.List;
import java.util.UUID;

/**
 * Signing in at providers, as far as the pages of people have to know of it. Implemented
 * where providers are known.
 */
public interface ProviderSignIn {

	/**
	 * The providers at which anybody can sign in.
	 * @return the ways, by name; empty if there are none
	 */
	List<Way> ways();

	/**
	 * The providers at which one person can sign in.
	 * @param userId the person
	 * @return the ways, by name; empty if the person linked no account that proves who
	 * they are
	 */
	List<Way> ways(UUID userId);

	/**
	 * The providers that are offered to link, but prove nobody's identity.
	 * @return their names, in order
	 */
	List<String> silent();

	/**
	 * One provider to sign in at.
	 *
	 * @param id the provider's id
	 * @param name the provider's name
	 * @param mark the name of its drawing
	 */
	record Way(String id, String name, String mark) {
	}

}
