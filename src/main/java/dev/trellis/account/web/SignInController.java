package dev.trellis.account.web;

import dev.trellis.account.ProviderSignIn;
import dev.trellis.account.SignedInUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page on which a person signs in; Spring Security answers its form.
 */
@Controller
class SignInController {

	private final ProviderSignIn providers;

	SignInController(ProviderSignIn providers) {
		this.providers = providers;
	}

	@GetMapping("/sign-in")
	String show(@AuthenticationPrincipal @Nullable SignedInUser user, Model model) {
		if (user != null) {
			return "redirect:/";
		}
		model.addAttribute("ways", this.providers.ways());
		model.addAttribute("silent", this.providers.silent());
		return "account/sign-in";
	}

}
