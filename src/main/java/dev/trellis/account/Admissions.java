package dev.trellis.account;

import java.time.Clock;
import java.util.UUID;

import dev.trellis.account.AccountException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets in people who proved who they are by something else than a password.
 */
@Service
public class Admissions {

	private static final Logger logger = LoggerFactory.getLogger(Admissions.class);

	private static final int LONGEST_NAME = 100;

	private final Users users;

	private final AccountProperties properties;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Admissions(Users users, AccountProperties properties, ApplicationEventPublisher events, Clock clock) {
		this.users = users;
		this.properties = properties;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Lets in a member.
	 * @param userId the member
	 * @return the member, ready to be signed in
	 * @throws AccountException if an administrator keeps them from signing in
	 */
	@Transactional
	public SignedInUser admit(UUID userId) {
		return this.users.findById(userId)
			.filter(User::enabled)
			.map(SignedInUser::of)
			.orElseThrow(() -> new AccountException(Reason.DISABLED));
	}

	/**
	 * Takes in somebody new, who has neither address nor password, without an invitation.
	 * @param name the name to show, which may be anything; it is cut to what fits
	 * @param otherwise the name of who has none
	 * @return the new member, ready to be signed in
	 * @throws AccountException if not everybody may sign up
	 */
	@Transactional
	public SignedInUser welcome(String name, String otherwise) {
		if (this.properties.signUp() != SignUpMode.OPEN) {
			throw new AccountException(Reason.NOT_INVITED);
		}
		String plain = plain(name);
		User newcomer = new User(plain.isEmpty() ? otherwise : plain, Role.MEMBER, this.clock.instant());
		newcomer.speak(Language.ofRequest());
		User user = this.users.saveAndFlush(newcomer);
		this.events.publishEvent(new SignedUp(user.id()));
		logger.info("User {} signed up without a password", user.id());
		return SignedInUser.of(user);
	}

	private static String plain(String name) {
		String plain = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
		if (plain.length() <= LONGEST_NAME) {
			return plain;
		}
		boolean splits = Character.isHighSurrogate(plain.charAt(LONGEST_NAME - 1));
		return plain.substring(0, splits ? LONGEST_NAME - 1 : LONGEST_NAME).strip();
	}

}
