package dev.trellis.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Lets threads that come at the same time share one write: while one writes, the others
 * wait, and the next takes along what all of them have. Nobody goes on before what they
 * have is written, and what comes alone is written at once.
 *
 * @param <T> the type of what is written
 */
final class SharedTurn<T> {

	private static final int MOST = 200;

	private final Consumer<List<T>> writer;

	private final Queue<Waiting<T>> queue = new ConcurrentLinkedQueue<>();

	private final ReentrantLock turn = new ReentrantLock();

	/**
	 * Begins with nothing to write.
	 * @param writer writes some, all or none of them; must not call back
	 */
	SharedTurn(Consumer<List<T>> writer) {
		this.writer = writer;
	}

	/**
	 * Writes something, perhaps together with what others have.
	 * @param value what to write
	 * @throws RuntimeException what the writer threw, if it did
	 */
	void write(T value) {
		Waiting<T> own = new Waiting<>(value);
		this.queue.add(own);
		this.turn.lock();
		try {
			while (!own.done) {
				writeSome();
			}
		}
		finally {
			this.turn.unlock();
		}
		if (own.failure != null) {
			throw own.failure;
		}
	}

	/**
	 * How many wait for the next write.
	 * @return how many
	 */
	int waiting() {
		return this.queue.size();
	}

	private void writeSome() {
		List<Waiting<T>> some = new ArrayList<>();
		for (Waiting<T> next = this.queue.poll(); next != null; next = (some.size() < MOST) ? this.queue.poll()
				: null) {
			some.add(next);
		}
		RuntimeException failure = new IllegalStateException("The write was broken off");
		try {
			this.writer.accept(some.stream().map((waiting) -> waiting.value).toList());
			failure = null;
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		finally {
			for (Waiting<T> written : some) {
				written.failure = failure;
				written.done = true;
			}
		}
	}

	/**
	 * What one thread has; the lock guards it.
	 *
	 * @param <T> its type
	 */
	private static final class Waiting<T> {

		private final T value;

		private boolean done;

		private @Nullable RuntimeException failure;

		Waiting(T value) {
			this.value = value;
		}

	}

}
