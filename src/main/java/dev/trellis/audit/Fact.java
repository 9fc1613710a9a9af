package dev.trellis.audit;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is to be written down; when, by whom and from where is found out by the
 * {@link Audit} itself.
 *
 * @param act what happened
 * @param actorId who did it; null for whoever is signed in, if anybody
 * @param personId whom it was done to; null for nobody
 * @param linkedAccountId which linked account it was done to; null for none
 * @param provider at which provider; null for none
 * @param detail a few words of our own; null for none
 */
public record Fact(Act act, @Nullable UUID actorId, @Nullable UUID personId, @Nullable UUID linkedAccountId,
		@Nullable String provider, @Nullable String detail) {

	/**
	 * A fact of which only the act is known.
	 * @param act what happened
	 * @return the fact
	 */
	public static Fact of(Act act) {
		return new Fact(act, null, null, null, null, null);
	}

	/**
	 * The fact, done by somebody who need not be signed in.
	 * @param person the local user
	 * @return another fact
	 */
	public Fact by(UUID person) {
		return new Fact(this.act, person, this.personId, this.linkedAccountId, this.provider, this.detail);
	}

	/**
	 * The fact, done to somebody.
	 * @param person the local user
	 * @return another fact
	 */
	public Fact to(UUID person) {
		return new Fact(this.act, this.actorId, person, this.linkedAccountId, this.provider, this.detail);
	}

	/**
	 * The fact, done to a linked account.
	 * @param linkedAccount the linked account
	 * @param at its provider
	 * @return another fact
	 */
	public Fact on(UUID linkedAccount, String at) {
		return new Fact(this.act, this.actorId, this.personId, linkedAccount, at, this.detail);
	}

	/**
	 * The fact, done at a provider.
	 * @param at the provider
	 * @return another fact
	 */
	public Fact at(String at) {
		return new Fact(this.act, this.actorId, this.personId, this.linkedAccountId, at, this.detail);
	}

	/**
	 * The fact with more words.
	 * @param words words of our own, without anything that a stranger typed
	 * @return another fact
	 */
	public Fact with(String words) {
		return new Fact(this.act, this.actorId, this.personId, this.linkedAccountId, this.provider, words);
	}

}
