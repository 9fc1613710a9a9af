package dev.trellis.linking;

import java.util.List;

import dev.trellis.vault.Vault;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether this node's keys open what is stored: a node that another one has overtaken
 * with a newer key serves nobody until it has that key too.
 */
@Component
class VaultHealthIndicator extends AbstractHealthIndicator {

	private final List<SealedRows> tables;

	private final JdbcClient jdbc;

	private final Vault vault;

	VaultHealthIndicator(List<SealedRows> tables, JdbcClient jdbc, Vault vault) {
		super("The vault's keys could not be tried");
		this.tables = tables;
		this.jdbc = jdbc;
		this.vault = vault;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean opens = this.tables.stream()
			.flatMap((rows) -> rows.keyIds(this.jdbc).stream())
			.allMatch(this.vault::knows);
		builder.status(opens ? Status.UP : Status.OUT_OF_SERVICE);
	}

}
