package dev.trellis.api;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.provider.Providers;
import dev.trellis.sync.Item;
import dev.trellis.webhook.PayloadForm;

import org.springframework.stereotype.Component;

/**
 * Has webhooks tell of things in the form in which programs can ask for them.
 */
@Component
class ApiForm implements PayloadForm {

	private final Providers providers;

	ApiForm(Providers providers) {
		this.providers = providers;
	}

	@Override
	public Object account(LinkedAccount account) {
		return LinkedAccountView.of(account, this.providers.nameOf(account.provider()));
	}

	@Override
	public Object item(Item item) {
		return ItemView.of(item);
	}

}
