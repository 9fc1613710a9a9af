package dev.trellis.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.OneTimeLink.Purpose;
import dev.trellis.jdbc.Instants;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes links that are good once, and takes them back. A token is 256 bits of chance.
 */
@Component
class OneTimeLinks {

	private static final String COLUMNS = "id, purpose, user_id, email, role, created_at, expires_at";

	private final JdbcClient jdbc;

	private final Clock clock;

	OneTimeLinks(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Makes a link in the place of those that were made for the same before.
	 * @param purpose what it is good for
	 * @param userId whom it is for
	 * @param email the address that it goes to
	 * @param lifetime how long it is good
	 * @return its token, which is kept nowhere
	 */
	@Transactional
	String replace(Purpose purpose, UUID userId, String email, Duration lifetime) {
		this.jdbc.sql("delete from one_time_link where user_id = :user and purpose = :purpose")
			.param("user", userId)
			.param("purpose", purpose.name())
			.update();
		return add(purpose, userId, email, null, lifetime);
	}

	/**
	 * Makes a link beside others, and forgets those that ran out.
	 * @param purpose what it is good for
	 * @param userId who makes it
	 * @param email the address that it is to be used with; null for any
	 * @param role what who uses it may do; null where that does not matter
	 * @param lifetime how long it is good
	 * @return its token, which is kept nowhere
	 */
	@Transactional
	String add(Purpose purpose, UUID userId, @Nullable String email, @Nullable Role role, Duration lifetime) {
		Instant now = this.clock.instant();
		Secret token = Secret.random();
		this.jdbc.sql("delete from one_time_link where expires_at < :now")
			.param("now", now.atOffset(ZoneOffset.UTC))
			.update();
		this.jdbc.sql("insert into one_time_link (" + COLUMNS + """
				, token_hash) values (:id, :purpose, :user, :email, :role, :now, :expires, :hash)""")
			.param("id", UUID.randomUUID())
			.param("purpose", purpose.name())
			.param("user", userId)
			.param("email", email)
			.param("role", (role != null) ? role.name() : null)
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("expires", now.plus(lifetime).atOffset(ZoneOffset.UTC))
			.param("hash", token.hash())
			.update();
		return token.reveal();
	}

	/**
	 * Finds what a token is good for, without using it up.
	 * @param purpose what it should be good for
	 * @param token anything
	 * @return the link; empty if there is none, or none any more
	 */
	Optional<OneTimeLink> find(Purpose purpose, String token) {
		return find(purpose, "token_hash", Secret.of(token).hash());
	}

	private Optional<OneTimeLink> find(Purpose purpose, String column, Object key) {
		return this.jdbc
			.sql("select " + COLUMNS + " from one_time_link where " + column
					+ " = :key and purpose = :purpose and expires_at > :now")
			.param("key", key)
			.param("purpose", purpose.name())
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.query((row, number) -> read(row))
			.optional();
	}

	/**
	 * Uses a token up. Of several who try one finds it.
	 * @param purpose what it should be good for
	 * @param token anything
	 * @return the link; empty if there is none, or none any more
	 */
	@Transactional
	Optional<OneTimeLink> spend(Purpose purpose, String token) {
		return find(purpose, token).filter((link) -> remove(purpose, link.id()));
	}

	/**
	 * Uses a link up whose token was found before.
	 * @param purpose what it should be good for
	 * @param id its id
	 * @return the link; empty if there is none any more
	 */
	@Transactional
	Optional<OneTimeLink> spend(Purpose purpose, UUID id) {
		return find(purpose, "id", id).filter((link) -> remove(purpose, link.id()));
	}

	/**
	 * The links that are good for something, newest first.
	 * @param purpose what for
	 * @param most how many at most
	 * @return the links
	 */
	List<OneTimeLink> all(Purpose purpose, int most) {
		return this.jdbc
			.sql("select " + COLUMNS + " from one_time_link where purpose = :purpose and expires_at > :now"
					+ " order by created_at desc, id fetch first :most rows only")
			.param("purpose", purpose.name())
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.param("most", most)
			.query((row, number) -> read(row))
			.list();
	}

	/**
	 * Forgets links that were made for a person.
	 * @param userId the person
	 * @param purposes what they are good for
	 */
	@Transactional
	void forget(UUID userId, Purpose... purposes) {
		this.jdbc.sql("delete from one_time_link where user_id = :user and purpose in (:purposes)")
			.param("user", userId)
			.param("purposes", Arrays.stream(purposes).map(Purpose::name).toList())
			.update();
	}

	boolean remove(Purpose purpose, UUID id) {
		return this.jdbc.sql("delete from one_time_link where id = :id and purpose = :purpose")
			.param("id", id)
			.param("purpose", purpose.name())
			.update() == 1;
	}

	private static OneTimeLink read(ResultSet row) throws SQLException {
		String role = row.getString("role");
		return new OneTimeLink(row.getObject("id", UUID.class), Purpose.valueOf(row.getString("purpose")),
				row.getObject("user_id", UUID.class), row.getString("email"),
				(role != null) ? Role.valueOf(role) : null, Instants.instant(row, "created_at"),
				Instants.instant(row, "expires_at"));
	}

}
