package dev.trellis.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.trellis.job.Jobs;
import dev.trellis.linking.AccountLinked;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.provider.Finding;
import dev.trellis.provider.Harvesters;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees to it that what linked accounts hold is fetched: when they are linked, when
 * somebody asks, and from time to time as their descriptions say, until the link needs
 * its owner.
 */
@Service
public class Synchronizer {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("sync");

	/**
	 * The same once more, for who asks while it goes on.
	 */
	static final TaskDescriptor<Void> TASK_AGAIN = TaskDescriptor.of("sync-again");

	static final Duration AGAIN = Duration.ofSeconds(2);

	private final SystemLinkedAccounts accounts;

	private final Providers providers;

	private final Harvesters harvesters;

	private final Fetcher fetcher;

	private final FetchPlaces places;

	private final SyncSchedule schedule;

	private final Arrivals arrivals;

	private final ItemStore items;

	private final SyncProgressStore progress;

	private final Jobs jobs;

	private final TransactionTemplate transaction;

	private final Clock clock;

	private final Map<UUID, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

	Synchronizer(SystemLinkedAccounts accounts, Providers providers, Harvesters harvesters, Fetcher fetcher,
			FetchPlaces places, SyncSchedule schedule, Arrivals arrivals, ItemStore items, SyncProgressStore progress,
			Jobs jobs, TransactionTemplate transaction, Clock clock) {
		this.accounts = accounts;
		this.providers = providers;
		this.harvesters = harvesters;
		this.fetcher = fetcher;
		this.places = places;
		this.schedule = schedule;
		this.arrivals = arrivals;
		this.items = items;
		this.progress = progress;
		this.jobs = jobs;
		this.transaction = transaction;
		this.clock = clock;
	}

	/**
	 * Has an account fetched soon, by a job, for somebody who waits for it.
	 * @param linkedAccountId the linked account
	 */
	public void request(UUID linkedAccountId) {
		this.awaited.compute(linkedAccountId, (id, end) -> (end != null && !end.isDone()) ? end : end(id));
		schedule(linkedAccountId);
	}

	/**
	 * Has an account fetched soon, by a job, though nobody waits for it.
	 * @param linkedAccountId the linked account
	 */
	public void schedule(UUID linkedAccountId) {
		if (!wake(linkedAccountId)) {
			this.jobs.schedule(TASK_AGAIN, linkedAccountId, this.clock.instant().plus(AGAIN));
		}
	}

	/**
	 * Makes the job of an account due now.
	 * @param linkedAccountId the linked account
	 * @return whether it is; false if it runs at this moment
	 */
	boolean wake(UUID linkedAccountId) {
		return this.jobs.schedule(TASK, linkedAccountId, this.clock.instant());
	}

	/**
	 * When an account is fetched again by itself.
	 * @param linkedAccountId the linked account
	 * @return when; empty if it is not
	 */
	public Optional<Instant> due(UUID linkedAccountId) {
		return this.jobs.due(TASK, linkedAccountId);
	}

	// Nobody may ever wait for it, or another node may do it: it ends by itself, and
	// goes.
	private CompletableFuture<Void> end(UUID linkedAccountId) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		end.completeOnTimeout(null, 1, TimeUnit.MINUTES).thenRun(() -> this.awaited.remove(linkedAccountId, end));
		return end;
	}

	/**
	 * Waits for a fetch that was requested on this node to end, so that a quick one can
	 * be shown at once.
	 * @param linkedAccountId the linked account
	 * @param most how long to wait at most
	 */
	public void await(UUID linkedAccountId, Duration most) {
		CompletableFuture<Void> end = this.awaited.get(linkedAccountId);
		if (end != null) {
			// A copy, as the fetch stays asked for when the patience is at its end.
			end.copy().completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS).join();
		}
	}

	/**
	 * How far fetching is, or how it ended.
	 * @param linkedAccountId the linked account
	 * @return one entry per kind that was ever fetched
	 */
	public List<SyncProgress> progress(UUID linkedAccountId) {
		return this.progress.find(linkedAccountId);
	}

	/**
	 * How far fetching is, or how it ended, for several accounts by one query.
	 * @param linkedAccountIds the linked accounts
	 * @return one entry per kind that was ever fetched, by linked account
	 */
	public Map<UUID, List<SyncProgress>> progress(Collection<UUID> linkedAccountIds) {
		return this.progress.find(linkedAccountIds);
	}

	/**
	 * Whether anything is being fetched for some accounts.
	 * @param linkedAccountIds the linked accounts
	 * @return whether a fetch goes on for any of them
	 */
	public boolean running(Collection<UUID> linkedAccountIds) {
		return this.progress.anyRunning(linkedAccountIds);
	}

	/**
	 * Keeps what a provider said by itself, as if it had been fetched.
	 * @param linkedAccountId the linked account
	 * @param findings what it said
	 * @throws LinkingException if the account is not linked any more
	 */
	public void receive(UUID linkedAccountId, List<Finding> findings) {
		this.transaction.executeWithoutResult((status) -> {
			this.arrivals.requireLinked(linkedAccountId);
			this.arrivals.keep(linkedAccountId, findings, this.clock.instant(), false);
		});
	}

	/**
	 * Fetches what an account holds, now and in this thread, if there is room for one
	 * more fetch.
	 * @param linkedAccountId the linked account
	 * @return when that is worth it again; empty if it is not until the link is repaired
	 */
	public Optional<Instant> synchronize(UUID linkedAccountId) {
		return synchronize(linkedAccountId, () -> {
		});
	}

	/**
	 * The same, for who wants to know when it begins.
	 * @param linkedAccountId the linked account
	 * @param began told once there is room, and only then
	 * @return when that is worth it again; empty if it is not until the link is repaired
	 */
	Optional<Instant> synchronize(UUID linkedAccountId, Runnable began) {
		Optional<Run> run = Optional.empty();
		try {
			run = this.accounts.findById(linkedAccountId)
				.filter((account) -> account.state() == LinkState.ACTIVE || account.state() == LinkState.RETRYING)
				.flatMap((account) -> run(account, began));
			Optional<Instant> due = run.flatMap((ended) -> this.schedule.after(ended.outcome(), ended.pace()));
			if (due.isEmpty()) {
				this.progress.stop(linkedAccountId, this.clock.instant());
			}
			return due;
		}
		finally {
			if (run.filter((ended) -> ended.outcome().crowded()).isEmpty()) {
				tellWhoWaits(linkedAccountId);
			}
		}
	}

	private void tellWhoWaits(UUID linkedAccountId) {
		CompletableFuture<Void> end = this.awaited.remove(linkedAccountId);
		if (end != null) {
			end.complete(null);
		}
	}

	private Optional<Run> run(LinkedAccount account, Runnable began) {
		Provider provider = this.providers.find(account.provider()).orElse(null);
		if (provider == null) {
			return Optional.empty();
		}
		return this.harvesters.find(provider.harvester())
			.map((harvester) -> this.places.fetch(provider.id(), this.awaited.containsKey(account.id()), () -> {
				began.run();
				return this.fetcher.fetch(account, harvester, provider.sync());
			}))
			.map((outcome) -> new Run(outcome, provider.sync()));
	}

	@EventListener
	void on(AccountLinked event) {
		request(event.linkedAccountId());
	}

	@EventListener
	void on(AccountUnlinked event) {
		this.jobs.cancel(TASK, event.linkedAccountId());
		this.jobs.cancel(TASK_AGAIN, event.linkedAccountId());
		this.progress.stop(event.linkedAccountId(), this.clock.instant());
		if (event.deleteData()) {
			this.items.deleteAll(event.linkedAccountId());
			this.progress.deleteAll(event.linkedAccountId());
		}
	}

	/**
	 * One run of fetching an account.
	 *
	 * @param outcome what it came to
	 * @param pace how often runs are worth it
	 */
	private record Run(Outcome outcome, Provider.Sync pace) {
	}

}
