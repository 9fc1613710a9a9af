package dev.trellis.account.web;

import java.util.regex.Pattern;

import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.Passwords;
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

	private static final Pattern OWN_PAGE = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9/_-]{0,200}");

	private final Passwords passwords;

	private final RecentProof proof;

	private final Attempts attempts;

	ConfirmController(Passwords passwords, RecentProof proof, Attempts attempts) {
		this.passwords = passwords;
		this.proof = proof;
		this.attempts = attempts;
	}

	/**
	 * The page that asks, and then leads on.
	 * @param next the page to go on with
	 * @return path and query
	 */
	static String page(String next) {
		return "/confirm?next=" + own(next);
	}

	@GetMapping
	String ask(@RequestParam(defaultValue = "/") String next, @AuthenticationPrincipal SignedInUser user,
			HttpServletRequest request, Model model) {
		return this.proof.given(request) ? "redirect:" + own(next) : form(next, user, false, model);
	}

	@PostMapping
	String confirm(@RequestParam(defaultValue = "/") String next, @RequestParam(defaultValue = "") String password,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, Model model) {
		this.attempts.count(Kind.CONFIRM, request.getRemoteAddr(), user.id().toString());
		if (!this.passwords.matches(user.id(), password)) {
			return form(next, user, true, model);
		}
		this.proof.give(request);
		return "redirect:" + own(next);
	}

	private String form(String next, SignedInUser user, boolean wrong, Model model) {
		model.addAttribute("next", own(next));
		model.addAttribute("password", this.passwords.exists(user.id()));
		model.addAttribute("wrong", wrong);
		return "account/confirm";
	}

	private static String own(String next) {
		return OWN_PAGE.matcher(next).matches() ? next : "/";
	}

}
