package dev.trellis.account.web;

import java.util.Optional;

import dev.trellis.account.AccountException;
import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.Invitation;
import dev.trellis.account.Invitations;
import dev.trellis.account.ProviderSignIn;
import dev.trellis.account.SessionSignIn;
import dev.trellis.account.SignUpMode;
import dev.trellis.account.SignUps;
import dev.trellis.account.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page on which a person signs up.
 */
@Controller
@RequestMapping("/sign-up")
class SignUpController {

	private final SignUps signUps;

	private final Invitations invitations;

	private final ProviderSignIn providers;

	private final Attempts attempts;

	private final SessionSignIn sessionSignIn;

	SignUpController(SignUps signUps, Invitations invitations, ProviderSignIn providers, Attempts attempts,
			SessionSignIn sessionSignIn) {
		this.signUps = signUps;
		this.invitations = invitations;
		this.providers = providers;
		this.attempts = attempts;
		this.sessionSignIn = sessionSignIn;
	}

	@GetMapping
	String show(@RequestParam(required = false) @Nullable String token,
			@AuthenticationPrincipal @Nullable SignedInUser user, Model model) {
		if (user != null) {
			return "redirect:/";
		}
		Optional<Invitation> invitation = this.invitations.find(token);
		String refusal = refusal(token, invitation.isPresent());
		if (refusal != null) {
			model.addAttribute("refusal", refusal);
			return "account/sign-up-refused";
		}
		model.addAttribute("form", new SignUpForm(invitation.map(Invitation::email).orElse(""), "", "",
				invitation.map((found) -> token).orElse("")));
		return page(model);
	}

	@PostMapping
	String signUp(@Valid @ModelAttribute("form") SignUpForm form, BindingResult errors, HttpServletRequest request,
			HttpServletResponse response, RedirectAttributes redirect, Model model) {
		this.attempts.count(Kind.SIGN_UP, request.getRemoteAddr(),
				errors.hasFieldErrors("email") ? null : form.email());
		if (errors.hasErrors()) {
			return page(model);
		}
		try {
			Optional<SignedInUser> user = this.signUps.signUp(form.email(), form.displayName(), form.password(),
					form.token().isEmpty() ? null : form.token());
			if (user.isEmpty()) {
				redirect.addFlashAttribute("notice", "account.sign-up.look");
				return "redirect:/sign-in";
			}
			this.sessionSignIn.signIn(user.get(), request, response);
		}
		catch (AccountException ex) {
			return refuse(ex.reason(), form, errors, model);
		}
		redirect.addFlashAttribute("notice", "account.sign-up.done");
		return "redirect:/";
	}

	private String refuse(AccountException.Reason reason, SignUpForm form, BindingResult errors, Model model) {
		switch (reason) {
			case EMAIL_TAKEN -> errors.rejectValue("email", "account.email.taken");
			case EMAIL_NOT_INVITED -> errors.rejectValue("email", "account.email.not-invited");
			default -> {
				model.addAttribute("refusal", refusal(form.token(), false));
				return "account/sign-up-refused";
			}
		}
		return page(model);
	}

	private String page(Model model) {
		model.addAttribute("ways", this.providers.ways());
		return "account/sign-up";
	}

	/**
	 * Why somebody may not sign up.
	 * @param token the token of an invitation; null or empty without one
	 * @param invited whether it is good
	 * @return the end of a message key; null if they may
	 */
	private @Nullable String refusal(@Nullable String token, boolean invited) {
		if (this.signUps.mode() == SignUpMode.CLOSED) {
			return "closed";
		}
		if (invited) {
			return null;
		}
		if (token != null && !token.isEmpty()) {
			return "spent";
		}
		return (this.signUps.mode() == SignUpMode.INVITATION) ? "invitation" : null;
	}

}
