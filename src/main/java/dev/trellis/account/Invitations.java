package dev.trellis.account;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.OneTimeLink.Purpose;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;

/**
 * Lets administrators invite people, each by a link that is good once, for a week.
 */
@Service
public class Invitations {

	private static final Logger logger = LoggerFactory.getLogger(Invitations.class);

	private static final Duration LIFETIME = Duration.ofDays(7);

	private static final int MOST = 500;

	private final OneTimeLinks links;

	Invitations(OneTimeLinks links) {
		this.links = links;
	}

	/**
	 * Invites somebody.
	 * @param email the address that they have to sign up with, which is believed to be
	 * theirs; null for any
	 * @param role what they may do
	 * @param by who invites
	 * @return the page that the invitation leads to, with its query, to be shown once:
	 * its token is kept nowhere
	 */
	public String invite(@Nullable String email, Role role, UUID by) {
		String address = (email != null && !email.isBlank()) ? User.normalized(email) : null;
		String token = this.links.add(Purpose.INVITATION, by, address, role, LIFETIME);
		logger.info("User {} invited somebody as {}", by, role);
		return "/sign-up?token=" + token;
	}

	/**
	 * The invitations that nobody took up yet, newest first.
	 * @return at most 500 of them
	 */
	public List<Invitation> open() {
		return this.links.all(Purpose.INVITATION, MOST).stream().map(Invitation::of).toList();
	}

	/**
	 * Takes an invitation back.
	 * @param id its id
	 * @return whether nobody had taken it up yet
	 */
	public boolean revoke(UUID id) {
		return this.links.remove(Purpose.INVITATION, id);
	}

	/**
	 * Finds the invitation that a token stands for.
	 * @param token anything
	 * @return the invitation; empty if there is none, or none any more
	 */
	public Optional<Invitation> find(@Nullable String token) {
		return (token != null) ? this.links.find(Purpose.INVITATION, token).map(Invitation::of) : Optional.empty();
	}

}
