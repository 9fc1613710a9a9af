package dev.trellis.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.mail.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people change of themselves, up to leaving for good.
 */
@Service
public class Profiles {

	private static final Logger logger = LoggerFactory.getLogger(Profiles.class);

	private final Users users;

	private final UserChanges changes;

	private final Sessions sessions;

	private final UserLock lock;

	private final Outbox outbox;

	private final TransactionTemplate transaction;

	private final ApplicationEventPublisher events;

	Profiles(Users users, UserChanges changes, Sessions sessions, UserLock lock, Outbox outbox,
			TransactionTemplate transaction, ApplicationEventPublisher events) {
		this.users = users;
		this.changes = changes;
		this.sessions = sessions;
		this.lock = lock;
		this.outbox = outbox;
		this.transaction = transaction;
		this.events = events;
	}

	/**
	 * Finds a person.
	 * @param userId the person
	 * @return what they may see of themselves; empty if they left
	 */
	public Optional<Profile> find(UUID userId) {
		return this.users.findById(userId).map(Profile::of);
	}

	/**
	 * Gives a person another name, in all their sessions too.
	 * @param userId the person
	 * @param displayName the name, not blank and at most 100 characters
	 */
	public void rename(UUID userId, String displayName) {
		this.changes.change(userId, (user) -> user.rename(displayName)).map(User::id).ifPresent(this.sessions::refresh);
	}

	/**
	 * Whether to send a person a mail when a link needs them.
	 * @param userId the person
	 * @param wanted whether they want it
	 */
	public void wantLinkNotices(UUID userId, boolean wanted) {
		this.changes.change(userId, (user) -> user.wantLinkNotices(wanted));
	}

	/**
	 * Speaks another language to a person, in all their sessions too.
	 * @param userId the person
	 * @param language the language; null for that of whatever browser is at hand
	 */
	public void speak(UUID userId, @Nullable Language language) {
		this.changes.change(userId, (user) -> user.speak(language)).map(User::id).ifPresent(this.sessions::refresh);
	}

	/**
	 * Forgets a person and all that is theirs.
	 * @param userId the person
	 * @throws AccountException if there would be no administrator without them
	 */
	public void delete(UUID userId) {
		this.transaction.executeWithoutResult((status) -> {
			requireAnotherAdministrator(userId);
			this.lock.hold(userId);
			this.users.findById(userId).ifPresent((user) -> {
				this.events.publishEvent(new PersonLeaving(userId));
				this.outbox.forget(user.email(), userId);
				this.users.delete(user);
			});
		});
		this.sessions.endAll(userId, null);
		logger.info("User {} left", userId);
	}

	// All administrators are locked, so that the last two cannot leave at once.
	private void requireAnotherAdministrator(UUID userId) {
		List<User> administrators = this.users.findForUpdateByRoleAndDisabledAtIsNullOrderById(Role.ADMINISTRATOR);
		if (administrators.size() == 1 && administrators.get(0).id().equals(userId)) {
			throw new AccountException(Reason.LAST_ADMINISTRATOR);
		}
	}

}
