package dev.trellis.account;

import java.util.UUID;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets changes that have to be counted or compared, of one person's things, happen one
 * after the other: the last two ways to sign in cannot go at once, and the last free
 * place is taken once.
 */
@Component
public class UserLock {

	private final Users users;

	UserLock(Users users) {
		this.users = users;
	}

	/**
	 * Makes others who hold the same person wait until the transaction under way ends.
	 * @param userId the person; may be anybody
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void hold(UUID userId) {
		this.users.findForUpdateById(userId);
	}

}
