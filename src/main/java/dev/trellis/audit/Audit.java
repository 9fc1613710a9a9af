package dev.trellis.audit;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;

import dev.trellis.account.SignedInUser;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what happened, as part of the transaction under way: what was not written
 * down did not happen.
 */
@Component
public class Audit {

	private static final int LONGEST_DETAIL = 200;

	private static final String INSERT = """
			insert into audit_entry (happened_at, act, actor_id, person_id, linked_account_id, provider, detail,
			       address, agent)
			values (:now, :act, (select id from app_user where id = :actor), (select id from app_user where id = :person),
			        :linkedAccount, :provider, :detail, :address, :agent)""";

	private final NamedParameterJdbcOperations jdbc;

	private final Clock clock;

	private final SharedTurn<SqlParameterSource> together;

	Audit(NamedParameterJdbcOperations jdbc, TransactionTemplate transaction, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
		this.together = new SharedTurn<>((entries) -> transaction
			.executeWithoutResult((status) -> jdbc.batchUpdate(INSERT, entries.toArray(SqlParameterSource[]::new))));
	}

	/**
	 * Writes a fact down.
	 * @param fact what happened
	 */
	public void record(Fact fact) {
		this.jdbc.update(INSERT, entry(fact));
	}

	/**
	 * Writes down a fact of a kind that comes often: those that come at the same time are
	 * written in one transaction, so that they wait for the disk together. The fact is
	 * written when this returns. The caller holds no transaction.
	 * @param fact what happened
	 */
	public void recordTogether(Fact fact) {
		this.together.write(entry(fact));
	}

	private SqlParameterSource entry(Fact fact) {
		Whence whence = Whence.current();
		return new MapSqlParameterSource().addValue("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.addValue("act", fact.act().name())
			.addValue("actor", (fact.actorId() != null) ? fact.actorId() : signedIn())
			.addValue("person", fact.personId())
			.addValue("linkedAccount", fact.linkedAccountId())
			.addValue("provider", fact.provider())
			.addValue("detail", bounded(fact.detail()))
			.addValue("address", whence.address())
			.addValue("agent", whence.agent());
	}

	private static @Nullable UUID signedIn() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null && authentication.getPrincipal() instanceof SignedInUser user) ? user.id()
				: null;
	}

	private static @Nullable String bounded(@Nullable String detail) {
		return (detail != null && detail.length() > LONGEST_DETAIL) ? detail.substring(0, LONGEST_DETAIL) : detail;
	}

}
