package dev.trellis.account;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts how often people were signed out everywhere, so that signing in that began
 * before it, and whose session nobody could see yet, comes to nothing.
 */
@Component
class SignOuts {

	private final JdbcClient jdbc;

	SignOuts(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * A person is signed out everywhere, with the transaction under way if there is one.
	 * @param userId the person
	 */
	void add(UUID userId) {
		this.jdbc.sql("update app_user set sign_outs = sign_outs + 1 where id = :id").param("id", userId).update();
	}

	/**
	 * Whether a person was signed out everywhere, or left.
	 * @param user the person, as they were read from the database
	 * @return whether they were since
	 */
	boolean since(SignedInUser user) {
		return this.jdbc.sql("select sign_outs from app_user where id = :id")
			.param("id", user.id())
			.query(Integer.class)
			.optional()
			.filter((count) -> count == user.signOuts())
			.isEmpty();
	}

}
