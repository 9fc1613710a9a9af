package dev.trellis.account;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.OneTimeLink.Purpose;
import dev.trellis.account.mail.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/**
 * Has people prove that an email address is theirs, and changes it only then.
 */
@Service
public class Addresses {

	private static final Logger logger = LoggerFactory.getLogger(Addresses.class);

	private final UserChanges changes;

	private final OneTimeLinks links;

	private final Sessions sessions;

	private final Outbox outbox;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Addresses(UserChanges changes, OneTimeLinks links, Sessions sessions, Outbox outbox,
			ApplicationEventPublisher events, Clock clock) {
		this.changes = changes;
		this.links = links;
		this.sessions = sessions;
		this.outbox = outbox;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Sends a mail that asks whether an address is whose account has it.
	 * @param email the address, in any case
	 */
	public void askToVerify(String email) {
		this.outbox.put(VerificationLetter.KIND, User.normalized(email), null);
	}

	/**
	 * Sends a mail to a new address; if nobody else has it, its link changes the
	 * person's.
	 * @param userId the person
	 * @param email the new address, in any case
	 */
	public void askToChange(UUID userId, String email) {
		this.outbox.put(ChangeAddressLetter.KIND, User.normalized(email), userId);
	}

	/**
	 * Takes a person who has no address yet at their word, where no mail could prove it.
	 * @param userId the person
	 * @param email the address, in any case
	 * @throws AccountException if somebody has the address
	 */
	public void settle(UUID userId, String email) {
		try {
			this.changes.change(userId, (user) -> user.email() == null, (user) -> {
				user.settle(email);
				this.events.publishEvent(new AddressChanged(user.id()));
			}).map(User::id).ifPresent(this.sessions::refresh);
		}
		catch (DataIntegrityViolationException ex) {
			throw new AccountException(Reason.EMAIL_TAKEN);
		}
	}

	/**
	 * Whether a link from such a mail is still good.
	 * @param token anything
	 * @return whether it is
	 */
	public boolean confirmable(String token) {
		return this.links.find(Purpose.VERIFY_EMAIL, token)
			.or(() -> this.links.find(Purpose.CHANGE_EMAIL, token))
			.isPresent();
	}

	/**
	 * Believes whoever has the link from such a mail that the address is theirs.
	 * @param token the link's token
	 * @throws AccountException if the link is not good any more, or somebody else has the
	 * address by now
	 */
	public void confirm(String token) {
		try {
			User user = verified(token).or(() -> changed(token))
				.orElseThrow(() -> new AccountException(Reason.LINK_SPENT));
			this.sessions.refresh(user.id());
			logger.info("User {} proved an email address", user.id());
		}
		catch (DataIntegrityViolationException ex) {
			throw new AccountException(Reason.EMAIL_TAKEN);
		}
	}

	private Optional<User> verified(String token) {
		return this.links.find(Purpose.VERIFY_EMAIL, token)
			.flatMap((link) -> this.changes.change(link.userId(),
					(user) -> Objects.equals(user.email(), link.email()) && spend(Purpose.VERIFY_EMAIL, token),
					(user) -> user.verify(this.clock.instant())));
	}

	private Optional<User> changed(String token) {
		OneTimeLink link = this.links.find(Purpose.CHANGE_EMAIL, token).orElse(null);
		if (link == null || link.email() == null) {
			return Optional.empty();
		}
		String email = link.email();
		return this.changes.change(link.userId(), (user) -> spend(Purpose.CHANGE_EMAIL, token), (user) -> {
			if (user.email() != null) {
				this.outbox.put(ChangeNoticeLetters.EMAIL_CHANGED, user.email(), user.id());
			}
			user.move(email, this.clock.instant());
			this.events.publishEvent(new AddressChanged(user.id()));
		});
	}

	// Whoever forgets a person's links holds the person, so it is spent while we do.
	private boolean spend(Purpose purpose, String token) {
		return this.links.spend(purpose, token).isPresent();
	}

}
