package dev.trellis.live.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser's open stream of events. Nobody ever waits for the browser: what it does
 * not take yet is kept, and a browser that lets too much pile up is cut off. Only one
 * thread at a time writes, whoever comes first, and takes with it what others add
 * meanwhile.
 */
final class EventStream implements WriteListener, AsyncListener {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	/**
	 * How many events may wait for a browser.
	 */
	private static final int MOST_WAITING = 100;

	private static final String END = "\n\n";

	private static final byte[] HEARTBEAT = bytes(":" + END);

	private static final Duration COMING_BACK = Duration.ofSeconds(1);

	private final Subscription subscription;

	private final AsyncContext async;

	private final ServletOutputStream out;

	private final Instant end;

	private final Consumer<EventStream> gone;

	private final Queue<byte[]> waiting = new ArrayDeque<>(2);

	// Held until the stream has begun.
	private final AtomicInteger work = new AtomicInteger(1);

	// The container gives the request's objects to another request once it has told of an
	// error or they are complete. Whoever touches them holds this, and asks whether the
	// stream has ended.
	private final Object gate = new Object();

	private volatile Position position;

	private volatile boolean ending;

	private boolean ended;

	private boolean completed;

	private boolean unflushed;

	EventStream(Subscription subscription, Position position, AsyncContext async, Instant end,
			Consumer<EventStream> gone) throws IOException {
		this.subscription = subscription;
		this.position = position;
		this.async = async;
		this.out = async.getResponse().getOutputStream();
		this.end = end;
		this.gone = gone;
		this.waiting.add(bytes("retry: " + COMING_BACK.toMillis() + "\nid: " + position + END));
	}

	/**
	 * Begins to write, what was sent before too.
	 */
	void begin() {
		this.async.addListener(this);
		this.out.setWriteListener(this);
		writeWhileThereIsWork();
	}

	Subscription subscription() {
		return this.subscription;
	}

	long seen(UUID linkedAccountId) {
		return this.position.seen(linkedAccountId);
	}

	/**
	 * Passes over an item that is not told by itself.
	 * @param linkedAccountId the account that holds it
	 * @param itemId the item's id
	 */
	void saw(UUID linkedAccountId, long itemId) {
		synchronized (this.waiting) {
			this.position = this.position.with(linkedAccountId, itemId);
		}
	}

	/**
	 * Sends the event of an item. The position goes with it, so that whoever has got the
	 * event never gets it again, and whoever has not does.
	 * @param linkedAccountId the account that holds it
	 * @param itemId the item's id
	 * @param lines the event's lines, without its id
	 */
	void send(UUID linkedAccountId, long itemId, byte[] lines) {
		synchronized (this.waiting) {
			saw(linkedAccountId, itemId);
			add(event(lines));
		}
		write();
	}

	/**
	 * Sends an event.
	 * @param lines the event's lines, without its id
	 */
	void send(byte[] lines) {
		synchronized (this.waiting) {
			add(event(lines));
		}
		write();
	}

	private byte[] event(byte[] lines) {
		byte[] id = bytes("id: " + this.position + END);
		byte[] event = Arrays.copyOf(lines, lines.length + id.length);
		System.arraycopy(id, 0, event, lines.length, id.length);
		return event;
	}

	/**
	 * Sends a sign of life, or ends the stream if its time is over or the browser has
	 * taken nothing since the last one.
	 * @param now the time
	 */
	void beat(Instant now) {
		if (isBehind() || now.isAfter(this.end)) {
			end();
			return;
		}
		add(HEARTBEAT);
		write();
	}

	/**
	 * Ends the stream, and asks the browser to come back later than usual.
	 * @param wait how long it should wait
	 */
	void leave(Duration wait) {
		add(retry(wait));
		end();
	}

	/**
	 * Ends the stream, after what the browser can take at once.
	 */
	void end() {
		this.ending = true;
		write();
	}

	private void add(byte[] bytes) {
		synchronized (this.waiting) {
			if (this.waiting.size() < MOST_WAITING) {
				this.waiting.add(bytes);
				return;
			}
			this.waiting.clear();
		}
		this.ending = true;
	}

	private byte @Nullable [] next() {
		synchronized (this.waiting) {
			return this.waiting.poll();
		}
	}

	private boolean isBehind() {
		synchronized (this.waiting) {
			return !this.waiting.isEmpty();
		}
	}

	private void write() {
		if (this.work.getAndIncrement() == 0) {
			writeWhileThereIsWork();
		}
	}

	private void writeWhileThereIsWork() {
		int done = 1;
		do {
			writeWhatWaits();
			done = this.work.addAndGet(-done);
		}
		while (done > 0);
	}

	private void writeWhatWaits() {
		synchronized (this.gate) {
			if (this.ended) {
				return;
			}
			try {
				while (this.out.isReady() && writeNext()) {
					continue;
				}
			}
			// The container throws whatever it likes once the browser is gone. A stream
			// that did not end here would never write again.
			catch (IOException | RuntimeException ex) {
				logger.trace("The browser is gone", ex);
				this.ending = true;
			}
			if (this.ending) {
				this.ended = true;
				complete();
			}
		}
	}

	private boolean writeNext() throws IOException {
		byte[] next = next();
		if (next != null) {
			this.out.write(next);
			this.unflushed = true;
			return true;
		}
		if (this.unflushed) {
			this.unflushed = false;
			this.out.flush();
			return true;
		}
		return false;
	}

	private void complete() {
		this.gone.accept(this);
		try {
			this.async.complete();
			this.completed = true;
		}
		catch (IllegalStateException ex) {
			logger.trace("The container wants to tell of an error first", ex);
		}
	}

	@Override
	public void onWritePossible() {
		write();
	}

	@Override
	public void onError(Throwable ex) {
		this.ending = true;
	}

	@Override
	public void onError(AsyncEvent event) {
		synchronized (this.gate) {
			this.ended = true;
			if (!this.completed) {
				complete();
			}
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		onError(event);
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.gone.accept(this);
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// Nobody starts it again.
	}

	/**
	 * Says how long to wait before coming back.
	 * @param wait how long
	 * @return the lines
	 */
	static byte[] retry(Duration wait) {
		return bytes("retry: " + wait.toMillis() + END);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
