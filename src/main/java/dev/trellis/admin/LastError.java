package dev.trellis.admin;

import java.util.List;
import java.util.Locale;

import dev.trellis.linking.LinkOverview.Entry;
import dev.trellis.provider.Providers;
import dev.trellis.sync.SyncProgress;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Says in words what went wrong last with a linked account.
 */
@Component
class LastError {

	private final Providers providers;

	private final MessageSource messages;

	LastError(Providers providers, MessageSource messages) {
		this.providers = providers;
		this.messages = messages;
	}

	@Nullable String of(Entry entry, List<SyncProgress> progress, Locale locale) {
		Object[] arguments = { this.providers.nameOf(entry.provider()) };
		if (entry.reason() != null) {
			return this.messages.getMessage("admin.reason." + entry.reason().key(), arguments, locale);
		}
		String failure = SyncProgress.failure(progress);
		return (failure != null) ? this.messages.getMessage("linking.failed." + failure, arguments, locale) : null;
	}

}
