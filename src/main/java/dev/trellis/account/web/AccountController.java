package dev.trellis.account.web;

import java.time.Instant;
import java.util.UUID;

import dev.trellis.account.AccountException;
import dev.trellis.account.Addresses;
import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.ConfirmIdentity;
import dev.trellis.account.Language;
import dev.trellis.account.OpenSession;
import dev.trellis.account.Passkeys;
import dev.trellis.account.Passwords;
import dev.trellis.account.Profile;
import dev.trellis.account.Profiles;
import dev.trellis.account.RecentProof;
import dev.trellis.account.Sessions;
import dev.trellis.account.SignedInUser;
import dev.trellis.account.mail.Post;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages on which people look after their own account.
 */
@Controller
@RequestMapping("/account")
class AccountController {

	private static final String HOME = "redirect:/account";

	private final Profiles profiles;

	private final Passwords passwords;

	private final Passkeys passkeys;

	private final Addresses addresses;

	private final Sessions sessions;

	private final RecentProof proof;

	private final Attempts attempts;

	private final Post post;

	AccountController(Profiles profiles, Passwords passwords, Passkeys passkeys, Addresses addresses, Sessions sessions,
			RecentProof proof, Attempts attempts, Post post) {
		this.profiles = profiles;
		this.passwords = passwords;
		this.passkeys = passkeys;
		this.addresses = addresses;
		this.sessions = sessions;
		this.proof = proof;
		this.attempts = attempts;
		this.post = post;
	}

	@GetMapping
	String show(@AuthenticationPrincipal SignedInUser user, HttpSession session, Model model) {
		model.addAttribute("profile", require(user));
		model.addAttribute("passkeys", this.passkeys.of(user.id()).size());
		model.addAttribute("sessions",
				this.sessions.of(user.id(), session.getId()).stream().map(SessionView::of).toList());
		model.addAttribute("mail", this.post.open());
		model.addAttribute("languages", Language.values());
		return "account/account";
	}

	@PostMapping("/name")
	String rename(@RequestParam(defaultValue = "") String displayName, @AuthenticationPrincipal SignedInUser user,
			RedirectAttributes flash) {
		if (displayName.isBlank() || displayName.strip().length() > 100) {
			flash.addFlashAttribute("alert",
					displayName.isBlank() ? "account.display-name.blank" : "account.display-name.long");
			return HOME;
		}
		this.profiles.rename(user.id(), displayName);
		return done(flash, "account.name.done");
	}

	@PostMapping("/verify")
	String askToVerify(@AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		Profile profile = require(user);
		if (profile.email() != null && this.attempts.countLetter(profile.email())) {
			this.addresses.askToVerify(profile.email());
		}
		return done(flash, "account.verify.sent");
	}

	@GetMapping("/email")
	@ConfirmIdentity
	String askForEmail(@AuthenticationPrincipal SignedInUser user, Model model) {
		model.addAttribute("profile", require(user));
		model.addAttribute("mail", this.post.open());
		return "account/email";
	}

	@PostMapping("/email")
	@ConfirmIdentity
	String changeEmail(@Valid @ModelAttribute("form") EmailForm form, BindingResult errors,
			@AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		if (errors.hasErrors()) {
			flash.addFlashAttribute("alert", "account.email.malformed");
			return "redirect:/account/email";
		}
		if (!this.post.open()) {
			return settleEmail(user, form.email(), flash);
		}
		if (this.attempts.countLetter(form.email())) {
			this.addresses.askToChange(user.id(), form.email());
		}
		return done(flash, "account.email.sent");
	}

	// Where no mail can prove an address, a first one is taken as at signing up.
	private String settleEmail(SignedInUser user, String email, RedirectAttributes flash) {
		try {
			this.addresses.settle(user.id(), email);
		}
		catch (AccountException ex) {
			flash.addFlashAttribute("alert", "account.email.taken");
			return "redirect:/account/email";
		}
		return done(flash, "account.email.done");
	}

	@GetMapping("/password")
	String askForPassword(@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, Model model) {
		if (!this.passwords.exists(user.id()) && !this.proof.given(request)) {
			return "redirect:" + RecentProof.page("/account/password");
		}
		model.addAttribute("form", PasswordForm.EMPTY);
		return passwordPage(user, model);
	}

	@PostMapping("/password")
	String changePassword(@Valid @ModelAttribute("form") PasswordForm form, BindingResult errors,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, Model model,
			RedirectAttributes flash) {
		if (!this.passwords.exists(user.id()) && !this.proof.given(request)) {
			return "redirect:" + RecentProof.page("/account/password");
		}
		this.attempts.count(Kind.CONFIRM, request.getRemoteAddr(), user.id().toString());
		if (errors.hasErrors()) {
			return passwordPage(user, model);
		}
		try {
			this.passwords.change(user.id(), form.before(), form.password(), request.getSession().getId());
		}
		catch (AccountException ex) {
			this.proof.refuse(user.id());
			errors.rejectValue("before", "account.password.wrong");
			return passwordPage(user, model);
		}
		this.proof.give(request);
		return done(flash, "account.password.done");
	}

	@PostMapping("/notices")
	String notices(@RequestParam(defaultValue = "false") boolean linkNotices,
			@AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		this.profiles.wantLinkNotices(user.id(), linkNotices);
		return done(flash, "account.notices.done");
	}

	@PostMapping("/language")
	String speak(@RequestParam(defaultValue = "") String language, @AuthenticationPrincipal SignedInUser user,
			RedirectAttributes flash) {
		this.profiles.speak(user.id(), Language.ofTag(language).orElse(null));
		return done(flash, "account.language.done");
	}

	@PostMapping("/sessions/{id}/end")
	String endSession(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, HttpServletRequest request,
			RedirectAttributes flash) {
		if (!this.proof.given(request)) {
			return "redirect:" + RecentProof.page("/account");
		}
		this.sessions.end(user.id(), id);
		return done(flash, "account.session.ended");
	}

	@PostMapping("/sessions/end")
	String endSessions(@AuthenticationPrincipal SignedInUser user, HttpServletRequest request,
			HttpServletResponse response) {
		if (!this.proof.given(request)) {
			return "redirect:" + RecentProof.page("/account");
		}
		this.sessions.endAll(user.id(), null);
		return signedOut("/sign-in?signed-out", request, response);
	}

	@GetMapping("/delete")
	@ConfirmIdentity
	String askToDelete() {
		return "account/delete";
	}

	@PostMapping("/delete")
	@ConfirmIdentity
	String delete(@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, HttpServletResponse response,
			RedirectAttributes flash) {
		try {
			this.profiles.delete(user.id());
		}
		catch (AccountException ex) {
			flash.addFlashAttribute("alert", "account.delete.last-administrator");
			return HOME;
		}
		return signedOut("/sign-in?deleted", request, response);
	}

	private static String signedOut(String next, HttpServletRequest request, HttpServletResponse response) {
		request.getSession().invalidate();
		BrowserStore.EMPTIED.writeHeaders(request, response);
		return "redirect:" + next;
	}

	private String passwordPage(SignedInUser user, Model model) {
		model.addAttribute("exists", this.passwords.exists(user.id()));
		return "account/password";
	}

	private Profile require(SignedInUser user) {
		return this.profiles.find(user.id()).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static String done(RedirectAttributes flash, String notice) {
		flash.addFlashAttribute("notice", notice);
		return HOME;
	}

	/**
	 * One place where the person is signed in.
	 *
	 * @param id tells it apart
	 * @param browser the browser's name; empty if unknown
	 * @param system what it runs on; empty if unknown
	 * @param address the network address
	 * @param signedInAt since when
	 * @param lastUsedAt when it was last used
	 * @param current whether it is this one
	 */
	record SessionView(UUID id, String browser, String system, String address, Instant signedInAt, Instant lastUsedAt,
			boolean current) {

		static SessionView of(OpenSession session) {
			BrowserName browser = BrowserName.of(session.browser());
			return new SessionView(session.id(), browser.name(), browser.system(), session.address(),
					session.signedInAt(), session.lastUsedAt(), session.current());
		}

	}

}
