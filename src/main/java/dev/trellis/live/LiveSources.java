package dev.trellis.live;

import java.util.Optional;
import java.util.UUID;

import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.Harvesters;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;

import org.springframework.stereotype.Component;

/**
 * Finds where the live connections of linked accounts lead.
 */
@Component
class LiveSources {

	private final SystemLinkedAccounts accounts;

	private final TokenKeeper tokens;

	private final Providers providers;

	private final Harvesters harvesters;

	LiveSources(SystemLinkedAccounts accounts, TokenKeeper tokens, Providers providers, Harvesters harvesters) {
		this.accounts = accounts;
		this.tokens = tokens;
		this.providers = providers;
		this.harvesters = harvesters;
	}

	/**
	 * Where the live connection of one account leads.
	 * @param id the account
	 * @return where; empty if it should have none now
	 */
	Optional<LiveSource> find(UUID id) {
		return this.accounts.findById(id)
			.filter((account) -> account.state() == LinkState.ACTIVE || account.state() == LinkState.RETRYING)
			.flatMap(this::source);
	}

	private Optional<LiveSource> source(LinkedAccount account) {
		Provider provider = this.providers.find(account.provider()).orElse(null);
		if (provider == null || provider.live() == null) {
			return Optional.empty();
		}
		Provider.Live live = provider.live();
		Optional<Harvester> harvester = this.harvesters.find(provider.harvester());
		return harvester.map((reader) -> new LiveSource(live.uri(), () -> this.tokens.socketToken(account), reader));
	}

}
