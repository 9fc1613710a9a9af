package dev.trellis.live.stream;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The bus of a node that is alone with its embedded database.
 */
final class InProcessBus implements SignalBus {

	private volatile @Nullable Listener listener;

	@Override
	public void send(Collection<Signal> signals) {
		List<Signal> sent = List.copyOf(signals);
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			tell(sent);
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				tell(sent);
			}

		});
	}

	private void tell(List<Signal> signals) {
		Listener told = this.listener;
		if (told != null) {
			signals.forEach(told::heard);
		}
	}

	@Override
	public void start(Listener listener) {
		this.listener = listener;
	}

	@Override
	public void stop() {
		this.listener = null;
	}

}
