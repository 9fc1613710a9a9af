package dev.trellis.jdbc;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is to be done once others see what a transaction changed.
 */
public final class AfterCommit {

	private AfterCommit() {
	}

	/**
	 * Does something once the transaction under way has ended well; at once if there is
	 * none.
	 * @param task what to do
	 */
	public static void run(Runnable task) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			task.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				task.run();
			}

		});
	}

}
