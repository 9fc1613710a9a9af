package dev.trellis.web;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.trellis.account.Language;
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
class RecentItems {

	private final Providers providers;

	private final SpringTemplateEngine templates;

	private final Map<Locale, Audience> audiences = Language.locales()
		.stream()
		.collect(Collectors.toUnmodifiableMap(Function.identity(), Listeners::new));

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

	/**
	 * Those who hear of new items in one language.
	 * @param locale the language
	 * @return the one audience of that language
	 */
	Audience audience(Locale locale) {
		return Objects.requireNonNull(this.audiences.get(locale), "not one of our languages");
	}

	/**
	 * Hear of new items in their language.
	 */
	private final class Listeners implements Audience {

		private final Locale locale;

		Listeners(Locale locale) {
			this.locale = locale;
		}

		@Override
		public @Nullable StreamEvent arrived(Item item, LinkedAccount account) {
			if (item.startsAt() == null) {
				return null;
			}
			Context context = new Context(this.locale, Map.of("item", view(item, account)));
			return new StreamEvent("item", RecentItems.this.templates.process("web/recent-item", context));
		}

		@Override
		public boolean hearsOfChanges() {
			return true;
		}

	}

}
