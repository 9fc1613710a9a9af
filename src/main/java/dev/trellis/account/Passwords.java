package dev.trellis.account;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.OneTimeLink.Purpose;
import dev.trellis.account.mail.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/**
 * Compares and changes passwords. Whoever changes one is signed out everywhere else, and
 * links in mails that could undo it are not good any more. Not everybody has one.
 */
@Service
public class Passwords {

	private static final Logger logger = LoggerFactory.getLogger(Passwords.class);

	private final Users users;

	private final UserChanges changes;

	private final OneTimeLinks links;

	private final Sessions sessions;

	private final PasswordEncoder passwordEncoder;

	private final Outbox outbox;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Passwords(Users users, UserChanges changes, OneTimeLinks links, Sessions sessions, PasswordEncoder passwordEncoder,
			Outbox outbox, ApplicationEventPublisher events, Clock clock) {
		this.users = users;
		this.changes = changes;
		this.links = links;
		this.sessions = sessions;
		this.passwordEncoder = passwordEncoder;
		this.outbox = outbox;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Whether a person has a password at all.
	 * @param userId the person
	 * @return whether they have
	 */
	public boolean exists(UUID userId) {
		return this.users.findById(userId).map(User::passwordHash).isPresent();
	}

	/**
	 * Compares a password.
	 * @param userId the person
	 * @param password what somebody typed
	 * @return whether it is the person's; never if they have none
	 */
	public boolean matches(UUID userId, String password) {
		String hash = this.users.findById(userId).map(User::passwordHash).orElse(null);
		return hash != null && this.passwordEncoder.matches(password, hash);
	}

	/**
	 * Changes a person's password, or gives them their first one.
	 * @param userId the person
	 * @param before the password so far; does not matter if they had none
	 * @param after the new password
	 * @param sessionId the session that stays
	 * @throws AccountException if the old password is wrong, or another took its place
	 * meanwhile
	 */
	public void change(UUID userId, String before, String after, @Nullable String sessionId) {
		String compared = this.users.findById(userId).map(User::passwordHash).orElse(null);
		if (compared != null && !this.passwordEncoder.matches(before, compared)) {
			throw new AccountException(Reason.PASSWORD_WRONG);
		}
		String hash = hash(after);
		boolean changed = this.changes
			.change(userId, (user) -> Objects.equals(user.passwordHash(), compared),
					(user) -> set(user, hash, false, sessionId))
			.isPresent();
		if (!changed) {
			throw new AccountException(Reason.PASSWORD_WRONG);
		}
		logger.info("User {} changed the password", userId);
	}

	/**
	 * Sends a mail that leads to a new password, if somebody has the address. This takes
	 * as long if nobody has.
	 * @param email the address, in any case
	 */
	public void forgotten(String email) {
		this.outbox.put(ResetLetter.KIND, User.normalized(email), null);
	}

	/**
	 * Whether a link from such a mail is still good.
	 * @param token anything
	 * @return whether it is
	 */
	public boolean resettable(String token) {
		return this.links.find(Purpose.RESET_PASSWORD, token).isPresent();
	}

	/**
	 * Gives whoever has the link from such a mail a new password, and ends all their
	 * sessions.
	 * @param token the link's token
	 * @param password the new password
	 * @throws AccountException if the link is not good any more
	 */
	public void reset(String token, String password) {
		String hash = hash(password);
		User user = this.links.find(Purpose.RESET_PASSWORD, token)
			.flatMap((link) -> reset(link, token, hash))
			.orElseThrow(() -> new AccountException(Reason.LINK_SPENT));
		logger.info("User {} has a new password", user.id());
	}

	// The link went to an address, so it proves that one and no other. Whoever forgets a
	// person's links holds the person, so it is spent while we do.
	private Optional<User> reset(OneTimeLink link, String token, String hash) {
		return this.changes.change(link.userId(), (user) -> Objects.equals(user.email(), link.email())
				&& this.links.spend(Purpose.RESET_PASSWORD, token).isPresent(), (user) -> {
					user.verify(this.clock.instant());
					set(user, hash, true, null);
				});
	}

	// Whoever had the account before may have begun to take it elsewhere. Letters go
	// first: one that is being written has its link then.
	private void set(User user, String hash, boolean byLink, @Nullable String keptSessionId) {
		user.changePassword(hash);
		this.outbox.drop(ChangeAddressLetter.KIND, user.id());
		this.links.forget(user.id(), Purpose.CHANGE_EMAIL, Purpose.RESET_PASSWORD);
		this.events.publishEvent(new PasswordChanged(user.id(), byLink));
		if (user.email() != null) {
			this.outbox.put(ChangeNoticeLetters.PASSWORD_CHANGED, user.email(), user.id());
		}
		this.sessions.endAll(user.id(), keptSessionId);
	}

	private String hash(String password) {
		return Objects.requireNonNull(this.passwordEncoder.encode(password));
	}

}
