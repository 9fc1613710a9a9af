package dev.trellis.web;

import java.util.List;

import dev.trellis.account.SignedInUser;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The front door: the dashboard for who is signed in, the landing page for everybody
 * else.
 */
@Controller
class HomeController {

	private final Providers providers;

	HomeController(Providers providers) {
		this.providers = providers;
	}

	@GetMapping("/")
	String show(@AuthenticationPrincipal @Nullable SignedInUser user, Model model) {
		if (user == null) {
			model.addAttribute("providers", this.providers.all().stream().map(Offer::of).toList());
			return "web/landing";
		}
		model.addAttribute("dashboard", dashboard());
		return "web/dashboard";
	}

	private DashboardView dashboard() {
		return new DashboardView(this.providers.all().stream().map(HomeController::card).toList(), List.of(), false);
	}

	private static DashboardView.Card card(Provider provider) {
		StateView state = (provider.configured()) ? StateView.NOT_CONNECTED : StateView.NOT_CONFIGURED;
		return new DashboardView.Card(provider.id(), provider.name(), provider.summary(),
				ProviderMark.of(provider.id()), state, List.of(), provider.missingProperties(), null,
				provider.passwordLogin() != null);
	}

	/**
	 * A provider on the landing page.
	 *
	 * @param name its name
	 * @param summary half a sentence on what its accounts hold
	 * @param mark the name of its drawing
	 */
	record Offer(String name, String summary, String mark) {

		static Offer of(Provider provider) {
			return new Offer(provider.name(), provider.summary(), ProviderMark.of(provider.id()));
		}

	}

}
