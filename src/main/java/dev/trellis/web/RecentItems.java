package dev.trellis.web;

import java.util.Locale;
import java.util.Map;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.live.stream.Audience;
import dev.trellis.live.stream.StreamEvent;
import dev.trellis.provider.Providers;
import dev.trellis.sync.Item;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.stereotype.Component;

/**
 * What the dashboard shows of an item: when it is asked for, and when the item comes
 * while the page is open.
 */
@Component
class RecentItems implements Audience {

	private final Providers providers;

	private final SpringTemplateEngine templates;

	RecentItems(Providers providers, SpringTemplateEngine templates, PageLinks links) {
		this.providers = providers;
		this.templates = templates;
		templates.setLinkBuilder(links);
	}

	DashboardView.Recent view(Item item, LinkedAccount account) {
		String name = account.displayName();
		return new DashboardView.Recent(item.id(), item.kind(), item.test(), item.title(), item.actor(),
				(item.picture() != null) ? item.picture().toString() : null, item.startsAt(),
				this.providers.markOf(account.provider()), account.id(),
				(name != null) ? name : this.providers.nameOf(account.provider()));
	}

	@Override
	public @Nullable StreamEvent arrived(Item item, LinkedAccount account) {
		if (item.startsAt() == null) {
			return null;
		}
		Context context = new Context(Locale.ENGLISH, Map.of("item", view(item, account)));
		return new StreamEvent("item", this.templates.process("web/recent-item", context));
	}

	@Override
	public boolean hearsOfChanges() {
		return true;
	}

}
