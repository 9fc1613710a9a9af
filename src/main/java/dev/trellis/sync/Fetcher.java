package dev.trellis.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.Linking;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.Harvester.Reach;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Disposition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fetches what one linked account holds, kind by kind and page by page: a page is asked
 * for without a transaction, and stored with its progress in one, so that whatever is cut
 * off goes on with the page it was at.
 */
@Component
class Fetcher {

	private static final Logger logger = LoggerFactory.getLogger(Fetcher.class);

	private final TokenKeeper tokens;

	private final Linking linking;

	private final Arrivals arrivals;

	private final ItemStore items;

	private final SyncProgressStore progress;

	private final TransactionTemplate transaction;

	private final SyncProperties properties;

	private final SyncMetrics metrics;

	private final Clock clock;

	Fetcher(TokenKeeper tokens, Linking linking, Arrivals arrivals, ItemStore items, SyncProgressStore progress,
			TransactionTemplate transaction, SyncProperties properties, SyncMetrics metrics, Clock clock) {
		this.tokens = tokens;
		this.linking = linking;
		this.arrivals = arrivals;
		this.items = items;
		this.progress = progress;
		this.transaction = transaction;
		this.properties = properties;
		this.metrics = metrics;
		this.clock = clock;
	}

	/**
	 * Fetches what an account holds, now and in this thread. A kind that fails does not
	 * keep the others from being fetched, unless they would fare no better now: then it
	 * comes last in the next run. Where a pass was cut off, kinds whose pass was not are
	 * left alone until their time has come.
	 * @param account the linked account
	 * @param harvester asks its provider
	 * @param pace how often that is worth it
	 * @return what it came to
	 */
	Outcome fetch(LinkedAccount account, Harvester harvester, Provider.Sync pace) {
		Instant end = this.clock.instant().plus(this.properties.timeLimit());
		Outcome outcome = Outcome.NOTHING;
		for (ItemKind kind : due(account.id(), harvester, pace)) {
			if (!waits(account.id(), kind)) {
				Outcome one = fetch(account, harvester, pace, kind, end);
				outcome = outcome.and(one);
				if (one.endsRun()) {
					return outcome;
				}
			}
		}
		return outcome;
	}

	// What belongs to something waits until that is all known.
	private boolean waits(UUID id, ItemKind kind) {
		return kind.parent() != null && this.progress.find(id)
			.stream()
			.anyMatch((before) -> before.kind() == kind.parent() && before.nextPage() != null);
	}

	private List<ItemKind> due(UUID id, Harvester harvester, Provider.Sync pace) {
		List<SyncProgress> before = this.progress.find(id);
		List<ItemKind> kinds = lastFailedLast(harvester.kinds(), before);
		if (before.stream().allMatch((kind) -> kind.nextPage() == null)) {
			return kinds;
		}
		Instant lately = this.clock.instant().minus(pace.period());
		Set<ItemKind> done = before.stream()
			.filter((kind) -> kind.state() == SyncProgress.State.DONE && kind.startedAt().isAfter(lately))
			.map(SyncProgress::kind)
			.collect(Collectors.toSet());
		return kinds.stream().filter((kind) -> !done.contains(kind)).toList();
	}

	// What belongs to something comes no sooner than that.
	private static List<ItemKind> lastFailedLast(List<ItemKind> kinds, List<SyncProgress> before) {
		Map<ItemKind, Integer> failures = before.stream()
			.collect(Collectors.toMap(SyncProgress::kind, SyncProgress::failures));
		return kinds.stream()
			.sorted(Comparator.comparing((kind) -> Math.max(failures.getOrDefault(kind, 0),
					(kind.parent() != null) ? failures.getOrDefault(kind.parent(), 0) : 0)))
			.toList();
	}

	private Outcome fetch(LinkedAccount account, Harvester harvester, Provider.Sync pace, ItemKind kind, Instant end) {
		long begun = System.nanoTime();
		@Nullable String ended = null;
		try {
			Pass pass = this.progress.begin(account.id(), kind, harvester.reach(kind), pace.fullPeriod(),
					this.clock.instant());
			Outcome outcome = fetchPages(account, harvester, pass, end);
			ended = outcome.unfinished() ? "unfinished" : "done";
			return outcome;
		}
		catch (ProviderException ex) {
			ended = ex.reason().name();
			return failed(account.id(), kind, ex);
		}
		catch (LinkingException ex) {
			ended = ex.reason().name();
			return putOff(account.id(), kind, ex);
		}
		finally {
			this.metrics.fetched(account.provider(), kind, (ended != null) ? ended : LinkFailure.OUR_FAULT.code(),
					Duration.ofNanos(System.nanoTime() - begun));
			if (ended == null) {
				this.progress.failed(account.id(), kind, LinkFailure.OUR_FAULT.code(), false, this.clock.instant());
			}
		}
	}

	private Outcome failed(UUID id, ItemKind kind, ProviderException failure) {
		logger.warn("Fetching {} of link {} failed: {}", kind, id, failure.getMessage());
		boolean passes = failure.reason().disposition() == Disposition.TRANSIENT;
		int failures = this.progress.failed(id, kind, LinkFailure.of(failure.reason()).code(), passes,
				this.clock.instant());
		if (!passes) {
			return Outcome.DONE;
		}
		return switch (failure.reason()) {
			case TIMED_OUT, UNREACHABLE, UNAVAILABLE -> Outcome.away(failures, failure.retryAfter());
			case RATE_LIMITED -> Outcome.limited(failures, failure.retryAfter());
			default -> Outcome.failed(failures, failure.retryAfter());
		};
	}

	private Outcome putOff(UUID id, ItemKind kind, LinkingException failure) {
		logger.info("Fetching {} of link {} was put off: {}", kind, id, failure.reason());
		int failures = this.progress.failed(id, kind, LinkFailure.of(failure.reason()).code(), true,
				this.clock.instant());
		return switch (failure.reason()) {
			case NOT_LINKED, NEEDS_RECONNECT -> Outcome.PAUSED;
			case BUSY -> Outcome.away(failures, null);
			default -> Outcome.failed(failures, null);
		};
	}

	private Outcome fetchPages(LinkedAccount account, Harvester harvester, Pass pass, Instant end) {
		String next = pass.nextPage();
		Instant now = this.clock.instant();
		for (int pages = 0; pages == 0 || (pages < this.properties.pageLimit() && now.isBefore(end)); pages++) {
			HarvestPage page = harvester.fetch(pass.kind(),
					new HarvestRequest(this.tokens.api(account), account.subject(), account.organizations(),
							pass.full(), pass.since(), this.properties.tooOld(pass.kind(), now).orElse(Instant.EPOCH),
							(after, limit) -> this.items.parents(account.id(), pass.kind(), after, limit), next, now));
			if (store(account, harvester.reach(pass.kind()), pass, page)) {
				return Outcome.DONE;
			}
			next = page.next();
			now = this.clock.instant();
		}
		logger.info("Fetching {} of link {} goes on in a moment", pass.kind(), account.id());
		return Outcome.UNFINISHED;
	}

	// Says whether the pass has ended, or another one has begun in its place.
	private boolean store(LinkedAccount account, Reach reach, Pass pass, HarvestPage page) {
		Boolean ended = this.transaction.execute((status) -> {
			this.arrivals.requireLinked(account.id());
			int added = this.arrivals.keep(account.id(), page.findings(), pass.fetchedAt(this.clock.instant()),
					pass.first());
			if (!this.progress.add(account.id(), pass, page)) {
				status.setRollbackOnly();
				return true;
			}
			boolean nothingNew = !pass.full() && reach == Reach.INCREMENTS && added == 0;
			if (page.next() != null && !nothingNew) {
				return false;
			}
			end(account.id(), reach, pass);
			return true;
		});
		String hint = page.accountHint();
		if (hint != null && !hint.equals(account.hint())) {
			this.linking.hint(account.id(), hint);
		}
		return Boolean.TRUE.equals(ended);
	}

	private void end(UUID id, Reach reach, Pass pass) {
		boolean complete = this.progress.done(id, pass, this.clock.instant());
		if (complete && reach != Reach.WINDOW) {
			int deleted = this.items.deleteUnseen(id, pass.kind(), pass.beganAt());
			if (deleted > 0) {
				logger.info("Link {} holds {} items of kind {} no more", id, deleted, pass.kind());
			}
		}
	}

}
