package dev.trellis.account.web;

import java.net.URI;

import dev.trellis.account.AccountException;
import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.OwnPage;
import dev.trellis.account.Passkeys;
import dev.trellis.account.RecentProof;
import dev.trellis.account.SessionSignIn;
import dev.trellis.account.SignedInUser;
import dev.trellis.origin.PublicOrigin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Signs people in by a passkey, or takes it as the proof of somebody who is signed in
 * already.
 */
@Controller
@RequestMapping("/sign-in/passkey")
class PasskeySignInController {

	private final Passkeys passkeys;

	private final PasskeyChallenges challenges;

	private final SessionSignIn session;

	private final RecentProof proof;

	private final Attempts attempts;

	private final PublicOrigin origin;

	private final ApplicationEventPublisher events;

	PasskeySignInController(Passkeys passkeys, PasskeyChallenges challenges, SessionSignIn session, RecentProof proof,
			Attempts attempts, PublicOrigin origin, ApplicationEventPublisher events) {
		this.passkeys = passkeys;
		this.challenges = challenges;
		this.session = session;
		this.proof = proof;
		this.attempts = attempts;
		this.origin = origin;
		this.events = events;
	}

	@PostMapping("/options")
	@ResponseBody
	PublicKeyCredentialRequestOptions options(@AuthenticationPrincipal @Nullable SignedInUser user,
			HttpServletRequest request) {
		return this.challenges.keep(this.passkeys.ask((user != null) ? user.id() : null, origin(request)), request);
	}

	@PostMapping
	String answer(@RequestParam(defaultValue = "") String credential, @RequestParam(defaultValue = "/") String next,
			@AuthenticationPrincipal @Nullable SignedInUser user, HttpServletRequest request,
			HttpServletResponse response, RedirectAttributes flash) {
		return (user != null) ? confirm(user, credential, next, request, flash)
				: signIn(credential, request, response, flash);
	}

	private String confirm(SignedInUser user, String credential, String next, HttpServletRequest request,
			RedirectAttributes flash) {
		this.attempts.count(Kind.CONFIRM, request.getRemoteAddr(), user.id().toString());
		try {
			if (!this.passkeys.prove(asked(request), origin(request), credential).equals(user.id())) {
				return unproved(user, next, "account.passkey.other", flash);
			}
		}
		catch (AccountException ex) {
			return unproved(user, next, "account.passkey.unknown", flash);
		}
		this.proof.give(request);
		return "redirect:" + OwnPage.of(next);
	}

	private String unproved(SignedInUser user, String next, String words, RedirectAttributes flash) {
		this.proof.refuse(user.id());
		return refused(RecentProof.page(next), words, flash);
	}

	private String signIn(String credential, HttpServletRequest request, HttpServletResponse response,
			RedirectAttributes flash) {
		try {
			SignedInUser admitted = this.passkeys.admit(asked(request), origin(request), credential);
			return "redirect:" + this.session.signIn(admitted, request, response);
		}
		catch (AccountException ex) {
			this.events.publishEvent(new AuthenticationFailureBadCredentialsEvent(
					UsernamePasswordAuthenticationToken.unauthenticated("passkey", ""),
					new BadCredentialsException("A passkey proved nothing", ex)));
			return refused("/sign-in",
					(ex.reason() == Reason.DISABLED) ? "account.disabled" : "account.passkey.unknown", flash);
		}
	}

	private @Nullable PublicKeyCredentialRequestOptions asked(HttpServletRequest request) {
		return this.challenges.take(PublicKeyCredentialRequestOptions.class, request).orElse(null);
	}

	private URI origin(HttpServletRequest request) {
		return URI.create(this.origin.origin(request));
	}

	private static String refused(String page, String words, RedirectAttributes flash) {
		flash.addFlashAttribute("alert", words);
		return "redirect:" + page;
	}

}
