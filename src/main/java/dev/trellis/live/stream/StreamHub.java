package dev.trellis.live.stream;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.sync.Item;
import dev.trellis.sync.LatestItems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The streams that are open on this node, and what is told over them. An account is read
 * once for all streams that watch it; no thread waits for a browser.
 */
@Component
public class StreamHub implements SignalBus.Listener {

	private static final Logger logger = LoggerFactory.getLogger(StreamHub.class);

	private static final String ACCOUNT_EVENT = "account";

	/**
	 * How long a browser that finds no place, or has to give it to a newer one, is asked
	 * to wait. It is told within a stream, since browsers never come back after a
	 * refusal.
	 */
	private static final Duration NO_PLACE = Duration.ofSeconds(15);

	private final SystemLinkedAccounts accounts;

	private final LatestItems latest;

	private final StreamProperties properties;

	private final Clock clock;

	private final Watches watches = new Watches();

	private final AccountReaders readers = new AccountReaders(this::read);

	private final Set<UUID> changed = ConcurrentHashMap.newKeySet();

	private final Set<UUID> unread = ConcurrentHashMap.newKeySet();

	private volatile boolean closed = true;

	StreamHub(SystemLinkedAccounts accounts, LatestItems latest, StreamProperties properties, MeterRegistry meters,
			Clock clock) {
		this.accounts = accounts;
		this.latest = latest;
		this.properties = properties;
		this.clock = clock;
		Gauge.builder("trellis.live.streams", this.watches, Watches::size)
			.description("Streams of events that are open on this node")
			.register(meters);
	}

	/**
	 * Answers a request with a stream of events. What came after the position that the
	 * browser knows, by the header {@code Last-Event-ID} or else by the subscription, is
	 * told first.
	 * @param subscription what is told, and to whom
	 * @param request the request
	 * @param response its answer, of which nothing has been written
	 * @throws IOException if the browser is gone already
	 */
	public void open(Subscription subscription, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		response.setContentType("text/event-stream;charset=UTF-8");
		response.setHeader("X-Accel-Buffering", "no");
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			return;
		}
		if (this.closed || this.watches.size() >= this.properties.most()) {
			response.getOutputStream().write(EventStream.retry(NO_PLACE));
			return;
		}
		makeRoomFor(subscription.holder());
		Position known = Position.parse(request.getHeader("Last-Event-ID")).orElse(null);
		Position position = (known != null) ? known : subscription.position();
		Map<UUID, Long> latest = this.latest.latest(subscription.accounts());
		EventStream stream = begin(subscription, (position != null) ? position.completed(latest) : Position.of(latest),
				request, response);
		if (known != null) {
			tellOfChange(stream, "all");
		}
		this.latest.latest(subscription.accounts()).forEach((account, newest) -> {
			if (newest > stream.seen(account)) {
				this.readers.ask(account);
			}
		});
	}

	// The oldest goes: nobody may be there any more, which only shows when it is written
	// to.
	private void makeRoomFor(UUID holder) {
		List<EventStream> oldestFirst = this.watches.ofHolder(holder);
		if (oldestFirst.size() >= this.properties.perHolder()) {
			oldestFirst.get(0).leave(NO_PLACE);
		}
	}

	private EventStream begin(Subscription subscription, Position position, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		response.flushBuffer();
		AsyncContext async = request.startAsync();
		async.setTimeout(0);
		EventStream stream = new EventStream(subscription, position, async, end(subscription), this.watches::remove);
		this.watches.add(stream);
		stream.begin();
		if (this.closed || !subscription.good().getAsBoolean()) {
			stream.end();
		}
		return stream;
	}

	private Instant end(Subscription subscription) {
		Instant end = this.clock.instant().plus(lifetime());
		Instant until = subscription.until();
		return (until != null && until.isBefore(end)) ? until : end;
	}

	// Not all at once after a node has started.
	private Duration lifetime() {
		long most = this.properties.lifetime().toMillis();
		return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / 5 + 1));
	}

	@Override
	public void heard(Signal signal) {
		switch (signal.kind()) {
			case ITEMS -> this.readers.ask(signal.subject());
			case CHANGED -> this.changed.add(signal.subject());
			case HOLDER -> this.watches.ofHolder(signal.subject()).forEach(EventStream::end);
		}
	}

	@Override
	public void missed() {
		this.watches.all().forEach(EventStream::end);
	}

	private void read(UUID linkedAccountId) {
		try {
			deliver(linkedAccountId, this.watches.ofAccount(linkedAccountId));
		}
		catch (DataAccessException | PersistenceException | TransactionException ex) {
			logger.warn("New items of link {} could not be read, trying again: {}", linkedAccountId, ex.getMessage());
			this.unread.add(linkedAccountId);
		}
	}

	private void deliver(UUID linkedAccountId, Collection<EventStream> streams) {
		if (streams.isEmpty()) {
			return;
		}
		long seen = streams.stream().mapToLong((stream) -> stream.seen(linkedAccountId)).min().getAsLong();
		List<Item> items = this.latest.after(linkedAccountId, seen, Delivery.MOST + 1);
		LinkedAccount account = items.isEmpty() ? null : this.accounts.findById(linkedAccountId).orElse(null);
		if (account == null) {
			return;
		}
		Delivery delivery = new Delivery(account, items);
		for (EventStream stream : streams) {
			if (!delivery.to(stream)) {
				this.changed.add(linkedAccountId);
			}
		}
	}

	/**
	 * Tells of the accounts that changed since the last time.
	 */
	void tellOfChanges() {
		for (UUID linkedAccountId : List.copyOf(this.changed)) {
			this.changed.remove(linkedAccountId);
			this.watches.ofAccount(linkedAccountId)
				.stream()
				.forEach((stream) -> tellOfChange(stream, linkedAccountId.toString()));
		}
	}

	private static void tellOfChange(EventStream stream, String which) {
		if (stream.subscription().audience().hearsOfChanges()) {
			stream.send(new StreamEvent(ACCOUNT_EVENT, which).lines());
		}
	}

	/**
	 * Sends every browser a sign of life, and ends the streams whose time is over.
	 */
	void beat() {
		Instant now = this.clock.instant();
		this.watches.all().forEach((stream) -> stream.beat(now));
		List<UUID> again = List.copyOf(this.unread);
		again.forEach(this.unread::remove);
		again.forEach(this.readers::ask);
	}

	/**
	 * Lets streams begin, for the first time or again.
	 */
	void start() {
		this.closed = false;
	}

	/**
	 * Ends all streams and begins no more.
	 */
	void stop() {
		this.closed = true;
		this.watches.all().forEach(EventStream::end);
	}

}
