package dev.trellis.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many open streams of events, read by one thread that keeps next to nothing of each, so
 * that what they cost is what they cost the node.
 */
final class StreamReaders implements AutoCloseable {

	private static final Pattern TREAT = Pattern.compile("Treat number (\\d+)\\.");

	/**
	 * What a stream begins with that has found a place.
	 */
	private static final String BEGUN = "\nid: ";

	private static final int LONGEST_MARK = 40;

	private final InetSocketAddress address;

	private final LongConsumer arrived;

	private final Selector selector = Selector.open();

	private final Queue<SocketChannel> opened = new ConcurrentLinkedQueue<>();

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

	/**
	 * Begins to read.
	 * @param port where the node listens
	 * @param arrived is told the number of each treat that arrives at a stream, as soon
	 * as it does
	 */
	StreamReaders(int port, LongConsumer arrived) throws IOException {
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.arrived = arrived;
		Thread thread = new Thread(this::read, "streams");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Opens a stream, and waits until it has begun.
	 * @param session the session whose stream it is
	 */
	void open(String session) throws IOException, InterruptedException {
		int before = this.begun.get();
		SocketChannel channel = SocketChannel.open(this.address);
		channel.write(ByteBuffer.wrap(("GET /events HTTP/1.1\r\nHost: localhost:" + this.address.getPort()
				+ "\r\nAccept: text/event-stream\r\nCookie: trellis=" + session + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII)));
		channel.configureBlocking(false);
		this.opened.add(channel);
		this.selector.wakeup();
		for (int wait = 0; this.begun.get() == before; wait++) {
			if (wait > 10_000 || this.ended.get() > 0) {
				throw new IllegalStateException(
						before + " streams began, the next did not; " + this.ended + " ended");
			}
			Thread.sleep(1);
		}
	}

	/**
	 * How many streams have ended by themselves.
	 * @return the number
	 */
	int ended() {
		return this.ended.get();
	}

	private void read() {
		try {
			while (this.selector.isOpen()) {
				this.selector.select();
				for (SocketChannel channel = this.opened.poll(); channel != null; channel = this.opened.poll()) {
					channel.register(this.selector, SelectionKey.OP_READ, new Reader());
				}
				for (SelectionKey key : this.selector.selectedKeys()) {
					read(key);
				}
				this.selector.selectedKeys().clear();
			}
		}
		catch (ClosedSelectorException ex) {
			// Nobody reads any more.
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void read(SelectionKey key) throws IOException {
		this.buffer.clear();
		int size = ((SocketChannel) key.channel()).read(this.buffer);
		if (size < 0) {
			this.ended.incrementAndGet();
			key.channel().close();
			return;
		}
		this.buffer.flip();
		((Reader) key.attachment()).read(StandardCharsets.ISO_8859_1.decode(this.buffer).toString());
	}

	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
	}

	/**
	 * What one stream has told.
	 */
	private final class Reader {

		private boolean hasBegun;

		private long last = -1;

		// A mark may come in two pieces.
		private String rest = "";

		void read(String piece) {
			String text = this.rest + piece;
			if (!this.hasBegun && text.contains(BEGUN)) {
				this.hasBegun = true;
				StreamReaders.this.begun.incrementAndGet();
			}
			Matcher treats = TREAT.matcher(text);
			while (treats.find()) {
				long number = Long.parseLong(treats.group(1));
				// It is named more than once within its event.
				if (number > this.last) {
					this.last = number;
					StreamReaders.this.arrived.accept(number);
				}
			}
			this.rest = text.substring(Math.max(0, text.length() - LONGEST_MARK));
		}

	}

}
