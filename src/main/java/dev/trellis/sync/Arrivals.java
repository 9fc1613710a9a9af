package dev.trellis.sync;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.provider.Finding;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The one way in for what was found, whether it was fetched or said by the provider:
 * within the caller's transaction, for linked accounts only, and nothing that is too old
 * to be kept.
 */
@Component
class Arrivals {

	private final SystemLinkedAccounts accounts;

	private final ItemStore items;

	private final ApplicationEventPublisher events;

	private final SyncProperties properties;

	Arrivals(SystemLinkedAccounts accounts, ItemStore items, ApplicationEventPublisher events,
			SyncProperties properties) {
		this.accounts = accounts;
		this.items = items;
		this.events = events;
		this.properties = properties;
	}

	/**
	 * Makes whoever disconnects wait for the transaction under way, so that nothing is
	 * stored behind their back.
	 * @param linkedAccountId the linked account
	 * @throws LinkingException if it is not linked any more
	 */
	void requireLinked(UUID linkedAccountId) {
		boolean linked = this.accounts.findForUpdateById(linkedAccountId)
			.filter((account) -> account.state() != LinkState.UNLINKED)
			.isPresent();
		if (!linked) {
			throw new LinkingException(LinkingException.Reason.NOT_LINKED);
		}
	}

	/**
	 * Keeps what was found.
	 * @param linkedAccountId the linked account
	 * @param findings what was found
	 * @param now when it was found
	 * @param first whether it was found before everything of its kind had been seen once
	 * @return how many were new
	 */
	int keep(UUID linkedAccountId, List<Finding> findings, Instant now, boolean first) {
		List<Finding> kept = findings.stream().filter((finding) -> !tooOld(finding, now)).toList();
		int added = this.items.store(linkedAccountId, kept, now).added();
		if (added > 0) {
			this.events.publishEvent(new ItemsArrived(linkedAccountId, added, first));
		}
		return added;
	}

	private boolean tooOld(Finding finding, Instant now) {
		Instant at = finding.startsAt();
		return at != null && this.properties.tooOld(finding.kind(), now).filter(at::isBefore).isPresent();
	}

}
