package dev.trellis.account;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.OneTimeLink.Purpose;
import dev.trellis.account.mail.Outbox;
import dev.trellis.account.mail.Post;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes in new members. Where mails reach people, whoever signs up hears the same whether
 * or not the address has an account, and the rest by mail.
 */
@Service
public class SignUps {

	private static final Logger logger = LoggerFactory.getLogger(SignUps.class);

	private final Users users;

	private final OneTimeLinks links;

	private final AccountProperties properties;

	private final PasswordEncoder passwordEncoder;

	private final Attempts attempts;

	private final Outbox outbox;

	private final Post post;

	private final TransactionTemplate transaction;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	SignUps(Users users, OneTimeLinks links, AccountProperties properties, PasswordEncoder passwordEncoder,
			Attempts attempts, Outbox outbox, Post post, TransactionTemplate transaction,
			ApplicationEventPublisher events, Clock clock) {
		this.users = users;
		this.links = links;
		this.properties = properties;
		this.passwordEncoder = passwordEncoder;
		this.attempts = attempts;
		this.outbox = outbox;
		this.post = post;
		this.transaction = transaction;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Who may sign up.
	 * @return the mode as it is configured
	 */
	public SignUpMode mode() {
		return this.properties.signUp();
	}

	/**
	 * Makes a member. The password is hashed first, so that a taken address takes as long
	 * as a free one.
	 * @param email the email address, in any case
	 * @param displayName the name to show
	 * @param password the password
	 * @param token the token of an invitation; null without one
	 * @return the new member; empty if a mail says how to go on
	 * @throws AccountException if the address is taken, or the person may not sign up
	 */
	public Optional<SignedInUser> signUp(String email, String displayName, String password, @Nullable String token) {
		OneTimeLink invitation = invitation(email, token);
		User user = new User(email, displayName, Objects.requireNonNull(this.passwordEncoder.encode(password)),
				role(invitation), this.clock.instant());
		user.speak(Language.ofRequest());
		if (invitation != null && invitation.email() != null) {
			user.verify(this.clock.instant());
		}
		String address = User.normalized(email);
		// Counted before anything is known, so that the answer is the same for everybody.
		Letters letters = new Letters(address, this.post.delivers() && !user.verified(),
				!user.verified() && this.attempts.countLetter(address));
		try {
			return this.transaction.execute((status) -> add(user, token, letters));
		}
		catch (DataIntegrityViolationException ex) {
			return taken(letters);
		}
	}

	private Optional<SignedInUser> add(User user, @Nullable String token, Letters letters) {
		if (this.users.existsByEmail(letters.address())) {
			return taken(letters);
		}
		if (token != null) {
			spend(token);
		}
		User saved = this.users.saveAndFlush(user);
		write(VerificationLetter.KIND, letters);
		this.events.publishEvent(new SignedUp(saved.id()));
		logger.info("User {} signed up", saved.id());
		return letters.needed() ? Optional.empty() : Optional.of(SignedInUser.of(saved));
	}

	private void spend(String token) {
		if (this.links.spend(Purpose.INVITATION, token).isEmpty()) {
			throw new AccountException(Reason.NOT_INVITED);
		}
	}

	private Optional<SignedInUser> taken(Letters letters) {
		if (!letters.needed()) {
			throw new AccountException(Reason.EMAIL_TAKEN);
		}
		write(SignedUpBeforeLetter.KIND, letters);
		return Optional.empty();
	}

	private void write(String kind, Letters letters) {
		if (letters.allowed()) {
			this.outbox.put(kind, letters.address(), null);
		}
	}

	private @Nullable OneTimeLink invitation(String email, @Nullable String token) {
		OneTimeLink invitation = (token != null) ? this.links.find(Purpose.INVITATION, token).orElse(null) : null;
		if (this.properties.signUp() == SignUpMode.CLOSED
				|| invitation == null && (token != null || this.properties.signUp() == SignUpMode.INVITATION)) {
			throw new AccountException(Reason.NOT_INVITED);
		}
		if (invitation != null && invitation.email() != null && !invitation.email().equals(User.normalized(email))) {
			throw new AccountException(Reason.EMAIL_NOT_INVITED);
		}
		return invitation;
	}

	private static Role role(@Nullable OneTimeLink invitation) {
		return (invitation != null && invitation.role() != null) ? invitation.role() : Role.MEMBER;
	}

	/**
	 * Where somebody who signs up is written to.
	 *
	 * @param address the address
	 * @param needed whether a mail has to say how to go on
	 * @param allowed whether one may be sent, or there were too many already
	 */
	private record Letters(String address, boolean needed, boolean allowed) {
	}

}
