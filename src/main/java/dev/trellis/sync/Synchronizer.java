package dev.trellis.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.trellis.job.Jobs;
import dev.trellis.linking.AccountLinked;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.Linking;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.Harvesters;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fetches what linked accounts hold, page by page: a page is asked for without a
 * transaction, and stored with its progress in one.
 */
@Service
public class Synchronizer {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("sync");

	/**
	 * The same once more, for who asks while it goes on.
	 */
	static final TaskDescriptor<Void> TASK_AGAIN = TaskDescriptor.of("sync-again");

	private static final Duration AGAIN = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(Synchronizer.class);

	private final SystemLinkedAccounts accounts;

	private final TokenKeeper tokens;

	private final Linking linking;

	private final Providers providers;

	private final Harvesters harvesters;

	private final ItemStore items;

	private final SyncProgressStore progress;

	private final Jobs jobs;

	private final ApplicationEventPublisher events;

	private final TransactionTemplate transaction;

	private final SyncProperties properties;

	private final Clock clock;

	private final Map<UUID, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

	Synchronizer(SystemLinkedAccounts accounts, TokenKeeper tokens, Linking linking, Providers providers,
			Harvesters harvesters, ItemStore items, SyncProgressStore progress, Jobs jobs,
			ApplicationEventPublisher events, TransactionTemplate transaction, SyncProperties properties, Clock clock) {
		this.accounts = accounts;
		this.tokens = tokens;
		this.linking = linking;
		this.providers = providers;
		this.harvesters = harvesters;
		this.items = items;
		this.progress = progress;
		this.jobs = jobs;
		this.events = events;
		this.transaction = transaction;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Has an account fetched soon, by a job.
	 * @param linkedAccountId the linked account
	 */
	public void request(UUID linkedAccountId) {
		this.awaited.computeIfAbsent(linkedAccountId, this::end);
		Instant now = this.clock.instant();
		if (!this.jobs.schedule(TASK, linkedAccountId, now)) {
			this.jobs.schedule(TASK_AGAIN, linkedAccountId, now.plus(AGAIN));
		}
	}

	// Nobody may ever wait for it, or another node may do it: it ends by itself.
	private CompletableFuture<Void> end(UUID linkedAccountId) {
		return new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MINUTES);
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
			end.completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS).join();
			this.awaited.remove(linkedAccountId, end);
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
			requireLinked(linkedAccountId);
			keep(linkedAccountId, findings);
		});
	}

	/**
	 * Fetches everything an account holds, now and in this thread.
	 * @param linkedAccountId the linked account
	 */
	public void synchronize(UUID linkedAccountId) {
		try {
			this.accounts.findById(linkedAccountId)
				.filter((account) -> account.state() == LinkState.ACTIVE || account.state() == LinkState.RETRYING)
				.ifPresentOrElse(this::synchronize, () -> this.progress.stop(linkedAccountId, this.clock.instant()));
		}
		finally {
			CompletableFuture<Void> end = this.awaited.remove(linkedAccountId);
			if (end != null) {
				end.complete(null);
			}
		}
	}

	private void synchronize(LinkedAccount account) {
		Harvester harvester = this.providers.find(account.provider())
			.map(Provider::harvester)
			.flatMap(this.harvesters::find)
			.orElse(null);
		if (harvester == null) {
			this.progress.stop(account.id(), this.clock.instant());
			return;
		}
		harvester.kinds().forEach((kind) -> synchronize(account, harvester, kind));
	}

	private void synchronize(LinkedAccount account, Harvester harvester, ItemKind kind) {
		String page = this.progress.begin(account.id(), kind, this.clock.instant());
		this.events.publishEvent(new SyncProgressed(account.id()));
		String failure = LinkFailure.OUR_FAULT.code();
		String next = null;
		try {
			next = fetchPages(account, harvester, kind, page);
			failure = null;
		}
		catch (ProviderException ex) {
			logger.warn("Fetching {} of link {} failed: {}", kind, account.id(), ex.getMessage());
			failure = LinkFailure.of(ex.reason()).code();
		}
		catch (LinkingException ex) {
			logger.info("Fetching {} of link {} was put off: {}", kind, account.id(), ex.reason());
			failure = LinkFailure.of(ex.reason()).code();
		}
		finally {
			this.progress.finish(account.id(), kind, failure, next, this.clock.instant());
			this.events.publishEvent(new SyncProgressed(account.id()));
		}
	}

	private @Nullable String fetchPages(LinkedAccount account, Harvester harvester, ItemKind kind,
			@Nullable String firstPage) {
		String next = firstPage;
		for (int pages = 0; pages < this.properties.pageLimit(); pages++) {
			HarvestPage page = harvester.fetch(kind, new HarvestRequest(this.tokens.api(account), account.subject(),
					account.organizations(), next, this.clock.instant()));
			store(account, kind, page);
			next = page.next();
			if (next == null) {
				return null;
			}
		}
		logger.info("Fetching {} of link {} goes on next time, after {} pages", kind, account.id(),
				this.properties.pageLimit());
		return next;
	}

	private void store(LinkedAccount account, ItemKind kind, HarvestPage page) {
		this.transaction.executeWithoutResult((status) -> {
			requireLinked(account.id());
			keep(account.id(), page.findings());
			this.progress.add(account.id(), kind, page);
			this.events.publishEvent(new SyncProgressed(account.id()));
		});
		String hint = page.accountHint();
		if (hint != null && !hint.equals(account.hint())) {
			this.linking.hint(account.id(), hint);
		}
	}

	private void keep(UUID linkedAccountId, List<Finding> findings) {
		if (this.items.store(linkedAccountId, findings, this.clock.instant()).added() > 0) {
			this.events.publishEvent(new ItemsArrived(linkedAccountId));
		}
	}

	// Whoever disconnects waits for the page under way, so that nothing is stored behind
	// their back.
	private void requireLinked(UUID linkedAccountId) {
		boolean linked = this.accounts.findForUpdateById(linkedAccountId)
			.filter((account) -> account.state() != LinkState.UNLINKED)
			.isPresent();
		if (!linked) {
			throw new LinkingException(LinkingException.Reason.NOT_LINKED);
		}
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

}
