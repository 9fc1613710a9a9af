package dev.trellis.linking.web;

import java.util.EnumSet;
import java.util.Set;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.ProviderPauses;
import dev.trellis.linking.web.LinkController.NamedProvider;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Says why nobody was signed in at a provider. Where that can work, {@code POST
 * /sign-in/{provider}} and a callback that belongs to it never come here.
 */
@Controller
@RequestMapping("/sign-in/{provider}")
class ProviderSignInController {

	private static final Set<LinkFailure> FINAL = EnumSet.of(LinkFailure.NOT_CONFIGURED, LinkFailure.OPERATOR,
			LinkFailure.PAUSED, LinkFailure.NOT_INVITED, LinkFailure.ADDRESS_TAKEN, LinkFailure.DISABLED);

	private final Providers providers;

	private final ProviderPauses pauses;

	ProviderSignInController(Providers providers, ProviderPauses pauses) {
		this.providers = providers;
		this.pauses = pauses;
	}

	@PostMapping
	String refuse(@PathVariable("provider") String id, @AuthenticationPrincipal @Nullable SignedInUser user) {
		Provider provider = require(id);
		if (this.pauses.paused(id)) {
			return failed(provider, LinkFailure.PAUSED);
		}
		return (user != null) ? "redirect:/" : failed(provider, LinkFailure.NOT_CONFIGURED);
	}

	@GetMapping
	String leaveToSignIn() {
		return "redirect:/sign-in";
	}

	@GetMapping("/callback")
	String refuseCallback(@PathVariable("provider") String id, @RequestParam(required = false) @Nullable String code,
			@RequestParam(required = false) @Nullable String state,
			@RequestParam(required = false) @Nullable String error) {
		Provider provider = require(id);
		return failed(provider, new Refusal(code, state, error).failure(provider));
	}

	@GetMapping("/failed")
	String showFailure(@PathVariable("provider") String id, @RequestParam String reason,
			@AuthenticationPrincipal @Nullable SignedInUser user, Model model) {
		Provider provider = require(id);
		LinkFailure failure = LinkFailure.ofCode(reason).orElse(LinkFailure.PROVIDER_ERROR);
		model.addAttribute("provider", new NamedProvider(provider.id(), provider.name()));
		model.addAttribute("mark", provider.mark());
		model.addAttribute("failure", failure.code());
		model.addAttribute("retry", !FINAL.contains(failure));
		model.addAttribute("back", (user != null) ? "/" : "/sign-in");
		return "linking/sign-in-failed";
	}

	private static String failed(Provider provider, LinkFailure failure) {
		return "redirect:" + failure.signInPage(provider.id());
	}

	private Provider require(String id) {
		return this.providers.find(id)
			.filter((provider) -> provider.identity().signIn())
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
