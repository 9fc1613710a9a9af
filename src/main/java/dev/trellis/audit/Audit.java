package dev.trellis.audit;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;

import dev.trellis.account.SignedInUser;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Writes down what happened, as part of the transaction under way: what was not written
 * down did not happen.
 */
@Component
public class Audit {

	private static final int LONGEST_DETAIL = 200;

	private final JdbcClient jdbc;

	private final Clock clock;

	Audit(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Writes a fact down.
	 * @param fact what happened
	 */
	public void record(Fact fact) {
		Whence whence = Whence.current();
		this.jdbc
			.sql("""
					insert into audit_entry (happened_at, act, actor_id, person_id, linked_account_id, provider, detail,
					       address, agent)
					values (:now, :act, (select id from app_user where id = :actor), (select id from app_user where id = :person),
					        :linkedAccount, :provider, :detail, :address, :agent)""")
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.param("act", fact.act().name())
			.param("actor", (fact.actorId() != null) ? fact.actorId() : signedIn())
			.param("person", fact.personId())
			.param("linkedAccount", fact.linkedAccountId())
			.param("provider", fact.provider())
			.param("detail", bounded(fact.detail()))
			.param("address", whence.address())
			.param("agent", whence.agent())
			.update();
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
