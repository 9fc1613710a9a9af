package dev.trellis.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What comes together is written together, and nobody goes on before.
 */
class SharedTurnTests {

	private final ExecutorService threads = Executors.newFixedThreadPool(8);

	private final List<List<Integer>> writes = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void writesWhatCameMeanwhileAtOnce() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		SharedTurn<Integer> turn = new SharedTurn<>((values) -> {
			writing.countDown();
			await(go);
			this.writes.add(values);
		});
		List<Future<?>> all = new ArrayList<>(List.of(this.threads.submit(() -> turn.write(0))));
		await(writing);
		IntStream.range(1, 8).forEach((value) -> all.add(this.threads.submit(() -> turn.write(value))));
		while (turn.waiting() < 7) {
			Thread.onSpinWait();
		}

		go.countDown();
		for (Future<?> one : all) {
			one.get(10, TimeUnit.SECONDS);
		}

		assertThat(this.writes).hasSize(2);
		assertThat(this.writes.get(0)).containsExactly(0);
		assertThat(this.writes.get(1)).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
	}

	@Test
	void tellsWhoseWriteFailed() {
		SharedTurn<Integer> turn = new SharedTurn<>((values) -> {
			if (values.contains(13)) {
				throw new IllegalStateException("No");
			}
			this.writes.add(values);
		});

		assertThatThrownBy(() -> turn.write(13)).hasMessage("No");

		turn.write(14);
		assertThat(this.writes).containsExactly(List.of(14));
	}

	/**
	 * Whoever waits for a write that died waits for ever.
	 */
	@Test
	void keepsNobodyWaitingForAWriteThatDied() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		SharedTurn<Integer> turn = new SharedTurn<>((values) -> {
			writing.countDown();
			await(go);
			if (values.contains(2)) {
				throw new StackOverflowError();
			}
			this.writes.add(values);
		});
		Future<?> first = this.threads.submit(() -> turn.write(1));
		await(writing);
		List<Future<?>> died = IntStream.of(2, 3)
			.<Future<?>>mapToObj((value) -> this.threads.submit(() -> turn.write(value)))
			.toList();
		while (turn.waiting() < 2) {
			Thread.onSpinWait();
		}

		go.countDown();

		first.get(10, TimeUnit.SECONDS);
		for (Future<?> one : died) {
			assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
		}
		turn.write(4);
		assertThat(this.writes).containsExactly(List.of(1), List.of(4));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
