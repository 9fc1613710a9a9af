package dev.trellis.account;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one way to change a person who is there already: as they are now, while nobody else
 * does, so that no change undoes another that it knows nothing of.
 */
@Component
class UserChanges {

	private final Users users;

	UserChanges(Users users) {
		this.users = users;
	}

	/**
	 * Changes a person.
	 * @param userId the person
	 * @param change what to do
	 * @return the person afterwards; empty if they left
	 */
	@Transactional
	Optional<User> change(UUID userId, Consumer<User> change) {
		return change(userId, (user) -> true, change);
	}

	/**
	 * Changes a person, if they are as they should be.
	 * @param userId the person
	 * @param condition how they should be
	 * @param change what to do
	 * @return the person afterwards; empty if they left, or are not so
	 */
	@Transactional
	Optional<User> change(UUID userId, Predicate<User> condition, Consumer<User> change) {
		return this.users.findForUpdateById(userId).filter(condition).map((user) -> {
			change.accept(user);
			return this.users.saveAndFlush(user);
		});
	}

}
