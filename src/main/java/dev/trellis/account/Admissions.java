package dev.trellis.account;

import java.time.Clock;
import java.util.UUID;

import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.OneTimeLink.Purpose;
import org.jspecify.annotations.Nullable;
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

	private final OneTimeLinks links;

	private final AccountProperties properties;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Admissions(Users users, OneTimeLinks links, AccountProperties properties, ApplicationEventPublisher events,
			Clock clock) {
		this.users = users;
		this.links = links;
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
	 * Takes in somebody new, who has no password. Who comes by an invitation to an
	 * address is believed to have that one, as at signing up; anybody else has none yet.
	 * @param name the name to show, which may be anything; it is cut to what fits
	 * @param otherwise the name of who has none
	 * @param invitationId the id of the invitation that they come by, which is spent;
	 * null without
	 * @return the new member, ready to be signed in
	 * @throws AccountException if they may not sign up, or somebody has the invitation's
	 * address
	 */
	@Transactional
	public SignedInUser welcome(String name, String otherwise, @Nullable UUID invitationId) {
		OneTimeLink invitation = spend(invitationId);
		boolean welcome = (invitation != null) ? this.properties.signUp() != SignUpMode.CLOSED
				: this.properties.signUp() == SignUpMode.OPEN;
		if (!welcome) {
			throw new AccountException(Reason.NOT_INVITED);
		}
		String plain = plain(name);
		User user = new User(plain.isEmpty() ? otherwise : plain, role(invitation), this.clock.instant());
		user.speak(Language.ofRequest());
		if (invitation != null && invitation.email() != null) {
			requireFree(invitation.email());
			user.move(invitation.email(), this.clock.instant());
		}
		this.users.saveAndFlush(user);
		this.events.publishEvent(new SignedUp(user.id()));
		logger.info("User {} signed up without a password", user.id());
		return SignedInUser.of(user);
	}

	private @Nullable OneTimeLink spend(@Nullable UUID invitationId) {
		if (invitationId == null) {
			return null;
		}
		return this.links.spend(Purpose.INVITATION, invitationId)
			.orElseThrow(() -> new AccountException(Reason.NOT_INVITED));
	}

	private void requireFree(String email) {
		if (this.users.existsByEmail(email)) {
			throw new AccountException(Reason.EMAIL_TAKEN);
		}
	}

	private static Role role(@Nullable OneTimeLink invitation) {
		return (invitation != null && invitation.role() != null) ? invitation.role() : Role.MEMBER;
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
