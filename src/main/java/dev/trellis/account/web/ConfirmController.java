package dev.trellis.account.web;

import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.OwnPage;
import dev.trellis.account.Passkeys;
import dev.trellis.account.Passwords;
import dev.trellis.account.ProviderSignIn;
import dev.trellis.account.RecentProof;
import dev.trellis.account.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page on which people prove once more who they are.
 */
@Controller
@RequestMapping("/confirm")
class ConfirmController {

	private final Passwords passwords;

	private final RecentProof proof;

	private final ProviderSignIn providers;

	private final Passkeys passkeys;

	private final Attempts attempts;

	ConfirmController(Passwords passwords, RecentProof proof, ProviderSignIn providers, Passkeys passkeys,
			Attempts attempts) {
		this.passwords = passwords;
		this.proof = proof;
		this.providers = providers;
		this.passkeys = passkeys;
		this.attempts = attempts;
	}

	@GetMapping
	String ask(@RequestParam(defaultValue = "/") String next, @AuthenticationPrincipal SignedInUser user,
			HttpServletRequest request, Model model) {
		return this.proof.given(request) ? "redirect:" + OwnPage.of(next) : form(next, user, false, model);
	}

	@PostMapping
	String confirm(@RequestParam(defaultValue = "/") String next, @RequestParam(defaultValue = "") String password,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, Model model) {
		this.attempts.count(Kind.CONFIRM, request.getRemoteAddr(), user.id().toString());
		if (!this.passwords.matches(user.id(), password)) {
			this.proof.refuse(user.id());
			return form(next, user, true, model);
		}
		this.proof.give(request);
		return "redirect:" + OwnPage.of(next);
	}

	private String form(String next, SignedInUser user, boolean wrong, Model model) {
		model.addAttribute("next", OwnPage.of(next));
		model.addAttribute("password", this.passwords.exists(user.id()));
		model.addAttribute("ways", this.providers.ways(user.id()));
		model.addAttribute("passkeys", !this.passkeys.of(user.id()).isEmpty());
		model.addAttribute("wrong", wrong);
		return "account/confirm";
	}

}
