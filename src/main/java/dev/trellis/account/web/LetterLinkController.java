package dev.trellis.account.web;

import dev.trellis.account.AccountException;
import dev.trellis.account.Addresses;
import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.Passwords;
import dev.trellis.account.SignedInUser;
import dev.trellis.account.mail.Post;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages that links in mails lead to, and the one that asks for such a mail. A link is
 * used up by a button only, since mail programs open links by themselves.
 */
@Controller
class LetterLinkController {

	private final Passwords passwords;

	private final Addresses addresses;

	private final Attempts attempts;

	private final Post post;

	LetterLinkController(Passwords passwords, Addresses addresses, Attempts attempts, Post post) {
		this.passwords = passwords;
		this.addresses = addresses;
		this.attempts = attempts;
		this.post = post;
	}

	@GetMapping("/forgot-password")
	String askForAddress(Model model) {
		model.addAttribute("mail", this.post.open());
		return "account/forgot-password";
	}

	@PostMapping("/forgot-password")
	String sendLetter(@RequestParam(defaultValue = "") String email, HttpServletRequest request,
			RedirectAttributes redirect) {
		this.attempts.count(Kind.RESET, request.getRemoteAddr(), null);
		if (!email.isBlank() && email.length() <= 254 && this.attempts.countLetter(email)) {
			this.passwords.forgotten(email);
		}
		redirect.addFlashAttribute("notice", "account.forgot.sent");
		return "redirect:/sign-in";
	}

	@GetMapping("/reset-password")
	String askForPassword(@RequestParam(defaultValue = "") String token, Model model) {
		if (!this.passwords.resettable(token)) {
			return "account/link-spent";
		}
		model.addAttribute("form", new PasswordForm("", "", token));
		return "account/reset-password";
	}

	@PostMapping("/reset-password")
	String reset(@Valid @ModelAttribute("form") PasswordForm form, BindingResult errors, HttpServletRequest request,
			RedirectAttributes redirect) {
		this.attempts.count(Kind.RESET, request.getRemoteAddr(), null);
		if (errors.hasErrors()) {
			return "account/reset-password";
		}
		try {
			this.passwords.reset(form.token(), form.password());
		}
		catch (AccountException ex) {
			return "account/link-spent";
		}
		redirect.addFlashAttribute("notice", "account.reset.done");
		return "redirect:/sign-in";
	}

	@GetMapping("/verify")
	String askToConfirm(@RequestParam(defaultValue = "") String token, Model model) {
		model.addAttribute("token", token);
		return this.addresses.confirmable(token) ? "account/verify" : "account/link-spent";
	}

	@PostMapping("/verify")
	String confirm(@RequestParam(defaultValue = "") String token, @AuthenticationPrincipal @Nullable SignedInUser user,
			HttpServletRequest request, RedirectAttributes redirect) {
		this.attempts.count(Kind.RESET, request.getRemoteAddr(), null);
		try {
			this.addresses.confirm(token);
		}
		catch (AccountException ex) {
			return "account/link-spent";
		}
		redirect.addFlashAttribute("notice", "account.verify.done");
		return (user != null) ? "redirect:/account" : "redirect:/sign-in";
	}

}
