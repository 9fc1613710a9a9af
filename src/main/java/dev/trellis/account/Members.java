package dev.trellis.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.AccountException.Reason;
import dev.trellis.jdbc.Instants;
import dev.trellis.paging.Contained;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Keyset;
import dev.trellis.paging.Page;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Everybody who signed up, as administrators see them, and what they can do about them.
 * There is always an administrator who can sign in.
 */
@Service
public class Members {

	private static final Logger logger = LoggerFactory.getLogger(Members.class);

	private static final Keyset NEWEST = new Keyset("created_at", "id", true, Keyset.TIME, Keyset.UUID_KEY);

	private static final String SELECT = """
			select id, email, display_name, role, created_at, disabled_at from app_user where 1 = 1""";

	private final JdbcClient jdbc;

	private final Users users;

	private final UserChanges changes;

	private final Sessions sessions;

	private final Clock clock;

	Members(JdbcClient jdbc, Users users, UserChanges changes, Sessions sessions, Clock clock) {
		this.jdbc = jdbc;
		this.users = users;
		this.changes = changes;
		this.sessions = sessions;
		this.clock = clock;
	}

	/**
	 * A page of members, the newest first.
	 * @param text what the address or the name contains; null for all
	 * @param from where the page begins; null for the first page
	 * @param size how many members fit on it
	 * @return the page
	 */
	public Page<Member> page(@Nullable String text, @Nullable Cursor from, int size) {
		Cursor cursor = NEWEST.checked(from);
		Optional<Contained> contained = Contained.of(text);
		String sql = SELECT
				+ (contained.isPresent()
						? " and (email like :text escape '!' or lower(display_name) like :text escape '!')" : "")
				+ NEWEST.condition(cursor) + NEWEST.order(cursor, size);
		StatementSpec statement = NEWEST.bind(this.jdbc.sql(sql), cursor);
		contained.ifPresent((pattern) -> statement.param("text", pattern.pattern()));
		return Page.of(statement.query(Members::read).list(), size, cursor, (member) -> member.createdAt().toString(),
				(member) -> member.id().toString());
	}

	/**
	 * One member.
	 * @param id the id of the local user
	 * @return the member, if there is one
	 */
	public Optional<Member> find(UUID id) {
		return this.jdbc.sql(SELECT + " and id = :id").param("id", id).query(Members::read).optional();
	}

	/**
	 * Keeps a person from signing in, and signs them out.
	 * @param id the id of the local user
	 * @throws AccountException if nobody else could administer then
	 */
	@Transactional
	public void disable(UUID id) {
		requireAnotherAdministrator(id);
		this.changes.change(id, (user) -> user.disable(this.clock.instant()));
		this.sessions.endAll(id, null);
		logger.info("User {} is disabled", id);
	}

	/**
	 * Lets a person sign in again.
	 * @param id the id of the local user
	 */
	@Transactional
	public void enable(UUID id) {
		this.changes.change(id, User::enable);
		logger.info("User {} is enabled", id);
	}

	/**
	 * Makes a person an administrator, who has to sign in again to be one.
	 * @param id the id of the local user
	 */
	@Transactional
	public void appoint(UUID id) {
		this.changes.change(id, User::appoint);
		this.sessions.endAll(id, null);
		logger.info("User {} is an administrator", id);
	}

	/**
	 * Makes an administrator a member, and signs them out.
	 * @param id the id of the local user
	 * @throws AccountException if nobody else could administer then
	 */
	@Transactional
	public void dismiss(UUID id) {
		requireAnotherAdministrator(id);
		this.changes.change(id, User::dismiss);
		this.sessions.endAll(id, null);
		logger.info("User {} is no administrator any more", id);
	}

	/**
	 * Signs a person out everywhere.
	 * @param id the id of the local user
	 */
	public void signOut(UUID id) {
		this.sessions.endAll(id, null);
	}

	// The rows stay locked, so that two administrators cannot end each other.
	private void requireAnotherAdministrator(UUID id) {
		List<User> administrators = this.users.findForUpdateByRoleAndDisabledAtIsNullOrderById(Role.ADMINISTRATOR);
		if (administrators.stream().allMatch((administrator) -> administrator.id().equals(id))) {
			throw new AccountException(Reason.LAST_ADMINISTRATOR);
		}
	}

	private static Member read(ResultSet row, int number) throws SQLException {
		return new Member(row.getObject("id", UUID.class), row.getString("email"), row.getString("display_name"),
				Role.valueOf(row.getString("role")) == Role.ADMINISTRATOR, Instants.instant(row, "created_at"),
				Instants.instantOrNull(row, "disabled_at"));
	}

}
