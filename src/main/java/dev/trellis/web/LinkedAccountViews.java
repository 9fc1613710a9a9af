package dev.trellis.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.Linking;
import dev.trellis.linking.RevocationState;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.linking.TokenStatus;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.Harvesters;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import dev.trellis.sync.ItemCursor;
import dev.trellis.sync.ItemPage;
import dev.trellis.sync.Items;
import dev.trellis.sync.SyncProgress;
import dev.trellis.sync.Synchronizer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Gathers what the page of one linked account shows.
 */
@Component
class LinkedAccountViews {

	private static final int PAGE_SIZE = 25;

	private final Providers providers;

	private final Harvesters harvesters;

	private final TokenKeeper tokens;

	private final Linking linking;

	private final Items items;

	private final Synchronizer synchronizer;

	private final Clock clock;

	LinkedAccountViews(Providers providers, Harvesters harvesters, TokenKeeper tokens, Linking linking, Items items,
			Synchronizer synchronizer, Clock clock) {
		this.providers = providers;
		this.harvesters = harvesters;
		this.tokens = tokens;
		this.linking = linking;
		this.items = items;
		this.synchronizer = synchronizer;
		this.clock = clock;
	}

	LinkedAccountView of(LinkedAccount account, @Nullable ItemKind chosen, @Nullable ItemCursor cursor) {
		Provider provider = this.providers.find(account.provider()).orElse(null);
		String providerName = this.providers.nameOf(account.provider());
		List<SyncProgress> progress = this.synchronizer.progress(account.id());
		Map<ItemKind, Long> counts = counts(account, provider);
		ItemKind kind = (chosen != null && counts.containsKey(chosen)) ? chosen
				: counts.keySet().stream().findFirst().orElse(null);
		String name = account.displayName();
		return new LinkedAccountView(account.id(), account.provider(), providerName,
				this.providers.markOf(account.provider()), (name != null) ? name : providerName, account.label(),
				(account.picture() != null) ? account.picture().toString() : null, account.hint(),
				StateView.of(account.state()), (account.reason() != null) ? account.reason().key() : null,
				facts(account, provider, progress), tabs(counts, kind),
				(kind != null) ? items(account, kind, cursor) : null, organizations(account, provider),
				syncing(progress), sync(account, progress), failure(account, progress), revocation(account));
	}

	private Map<ItemKind, Long> counts(LinkedAccount account, @Nullable Provider provider) {
		Map<ItemKind, Long> counts = new EnumMap<>(ItemKind.class);
		this.harvesters.find((provider != null) ? provider.harvester() : null)
			.map(Harvester::kinds)
			.orElse(List.of())
			.forEach((kind) -> counts.put(kind, 0L));
		counts.putAll(this.items.counts(account.id()));
		return counts;
	}

	private static List<LinkedAccountView.Tab> tabs(Map<ItemKind, Long> counts, @Nullable ItemKind current) {
		return counts.entrySet()
			.stream()
			.map((count) -> new LinkedAccountView.Tab(count.getKey(), count.getValue(), count.getKey() == current))
			.toList();
	}

	private LinkedAccountView.Items items(LinkedAccount account, ItemKind kind, @Nullable ItemCursor cursor) {
		ItemPage page = this.items.ofAccount(account.id(), kind, cursor, PAGE_SIZE);
		return new LinkedAccountView.Items(kind, ItemColumns.headers(kind),
				page.items().stream().map(ItemColumns::row).toList(),
				(page.newer() != null) ? page.newer().toString() : null,
				(page.older() != null) ? page.older().toString() : null);
	}

	private LinkedAccountView.Facts facts(LinkedAccount account, @Nullable Provider provider,
			List<SyncProgress> progress) {
		TokenStatus status = this.tokens.status(account.id()).orElse(null);
		Instant syncedAt = SyncProgress.lastSuccess(progress);
		List<String> scopes = List.copyOf(account.scopes());
		if (status == null) {
			return new LinkedAccountView.Facts(account.linkedAt(), scopes, List.of(), null, null, null, false, false,
					null, null, syncedAt, null);
		}
		List<String> missing = (provider != null) ? List.copyOf(account.missingScopes(provider)) : List.of();
		Span renewsIn = (status.renewsAt() != null) ? Span.of(Duration.between(this.clock.instant(), status.renewsAt()))
				: null;
		return new LinkedAccountView.Facts(account.linkedAt(), scopes, missing, status.expiresAt(),
				status.lifetimeSource(), renewsIn, status.renewable(), status.renewalMissing(),
				status.refreshExpiresAt(), status.obtainedAt(), syncedAt, account.nextAttemptAt());
	}

	private static @Nullable List<LinkedAccountView.Organization> organizations(LinkedAccount account,
			@Nullable Provider provider) {
		if (provider == null || provider.identity().organizations() == null) {
			return null;
		}
		return account.organizations()
			.entrySet()
			.stream()
			.map((entry) -> new LinkedAccountView.Organization(entry.getKey(), entry.getValue()))
			.sorted(Comparator.comparing(LinkedAccountView.Organization::name))
			.toList();
	}

	private static List<LinkedAccountView.Progress> syncing(List<SyncProgress> progress) {
		return progress.stream()
			.filter((kind) -> kind.state() == SyncProgress.State.RUNNING)
			.map((kind) -> new LinkedAccountView.Progress(kind.kind(), kind.fetched(), kind.total()))
			.toList();
	}

	private LinkedAccountView.Sync sync(LinkedAccount account, List<SyncProgress> progress) {
		return new LinkedAccountView.Sync(this.synchronizer.due(account.id()).orElse(null),
				progress.stream()
					.sorted(Comparator.comparing(SyncProgress::kind))
					.map((kind) -> new LinkedAccountView.Fetched(kind.kind(), kind.fetched(), kind.skipped(),
							kind.finishedAt(), kind.failure()))
					.toList());
	}

	private static @Nullable String failure(LinkedAccount account, List<SyncProgress> progress) {
		return (account.state() == LinkState.ACTIVE) ? SyncProgress.failure(progress) : null;
	}

	private @Nullable String revocation(LinkedAccount account) {
		if (account.state() != LinkState.UNLINKED) {
			return null;
		}
		return this.linking.revocation(account.id())
			.map(RevocationState::name)
			.map((state) -> state.toLowerCase(Locale.ROOT))
			.orElse(null);
	}

}
