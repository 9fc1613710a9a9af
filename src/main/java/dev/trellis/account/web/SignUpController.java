package dev.trellis.account.web;

import dev.trellis.account.AccountException;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page on which a person signs up.
 */
@Controller
@RequestMapping("/sign-up")
class SignUpController {

	private static final String PAGE = "account/sign-up";

	private final SignUps signUps;

	private final SessionSignIn sessionSignIn;

	SignUpController(SignUps signUps, SessionSignIn sessionSignIn) {
		this.signUps = signUps;
		this.sessionSignIn = sessionSignIn;
	}

	@GetMapping
	String show(@AuthenticationPrincipal @Nullable SignedInUser user, Model model) {
		if (user != null) {
			return "redirect:/";
		}
		model.addAttribute("form", SignUpForm.EMPTY);
		return PAGE;
	}

	@PostMapping
	String signUp(@Valid @ModelAttribute("form") SignUpForm form, BindingResult errors, HttpServletRequest request,
			HttpServletResponse response, RedirectAttributes redirect) {
		if (errors.hasErrors()) {
			return PAGE;
		}
		try {
			SignedInUser user = this.signUps.signUp(form.email(), form.displayName(), form.password());
			this.sessionSignIn.signIn(user, request, response);
		}
		catch (AccountException ex) {
			reject(ex.reason(), errors);
			return PAGE;
		}
		redirect.addFlashAttribute("notice", "account.sign-up.done");
		return "redirect:/";
	}

	private void reject(AccountException.Reason reason, BindingResult errors) {
		switch (reason) {
			case EMAIL_TAKEN -> errors.rejectValue("email", "account.email.taken");
			case LAST_ADMINISTRATOR ->
				throw new IllegalStateException("Nobody stops being an administrator by signing up");
		}
	}

}
