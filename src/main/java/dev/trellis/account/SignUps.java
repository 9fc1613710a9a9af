package dev.trellis.account;

import java.time.Clock;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/**
 * Takes in new members.
 */
@Service
public class SignUps {

	private static final Logger logger = LoggerFactory.getLogger(SignUps.class);

	private final Users users;

	private final PasswordEncoder passwordEncoder;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	SignUps(Users users, PasswordEncoder passwordEncoder, ApplicationEventPublisher events, Clock clock) {
		this.users = users;
		this.passwordEncoder = passwordEncoder;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Makes a member. The password is hashed first, so that a taken address takes as long
	 * as a free one.
	 * @param email the email address, in any case
	 * @param displayName the name to show
	 * @param password the password
	 * @return the new member
	 * @throws AccountException if the address is taken
	 */
	public SignedInUser signUp(String email, String displayName, String password) {
		User user = new User(email, displayName, hash(password), Role.MEMBER, this.clock.instant());
		if (this.users.existsByEmail(user.email())) {
			throw new AccountException(AccountException.Reason.EMAIL_TAKEN);
		}
		User saved = save(user);
		this.events.publishEvent(new SignedUp(saved.id()));
		logger.info("User {} signed up", saved.id());
		return SignedInUser.of(saved);
	}

	private User save(User user) {
		try {
			return this.users.saveAndFlush(user);
		}
		catch (DataIntegrityViolationException ex) {
			throw new AccountException(AccountException.Reason.EMAIL_TAKEN);
		}
	}

	private String hash(String password) {
		return Objects.requireNonNull(this.passwordEncoder.encode(password));
	}

}
