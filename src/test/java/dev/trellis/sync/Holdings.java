package dev.trellis.sync;

import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;

import dev.trellis.provider.Finding;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts linked accounts and what they hold straight into the database of a running
 * application.
 */
public final class Holdings {

	private final ApplicationContext application;

	/**
	 * Begins with nothing.
	 * @param application the running application
	 */
	public Holdings(ApplicationContext application) {
		this.application = application;
	}

	/**
	 * Adds a linked account, which has no tokens.
	 * @param email the address of the member who gets it
	 * @param provider the provider's id
	 * @param label its label
	 * @return its id
	 */
	public UUID link(String email, String provider, String label) {
		UUID account = UUID.randomUUID();
		this.application.getBean(JdbcClient.class)
			.sql("""
					insert into linked_account (id, owner_id, provider, label, scopes, state, attempts, linked_at,
					       state_changed_at, data_kept, version)
					select :id, id, :provider, :label, '', 'ACTIVE', 0, current_timestamp, current_timestamp, false, 0
					from app_user where email = :email""")
			.param("id", account)
			.param("provider", provider)
			.param("label", label)
			.param("email", email)
			.update();
		return account;
	}

	/**
	 * Adds items, found now.
	 * @param account the account that holds them
	 * @param findings what was found
	 */
	public void store(UUID account, Finding.Builder... findings) {
		this.application.getBean(ItemStore.class)
			.store(account, Arrays.stream(findings).map(Finding.Builder::build).toList(),
					this.application.getBean(Clock.class).instant());
	}

}
