package dev.trellis.account.web;

import java.net.URI;
import java.util.UUID;

import dev.trellis.account.AccountException;
import dev.trellis.account.ConfirmIdentity;
import dev.trellis.account.Passkey;
import dev.trellis.account.Passkeys;
import dev.trellis.account.SignedInUser;
import dev.trellis.origin.PublicOrigin;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages on which people look after their passkeys.
 */
@Controller
@RequestMapping("/account/passkeys")
class PasskeyController {

	private static final String PAGE = "redirect:/account/passkeys";

	private final Passkeys passkeys;

	private final PasskeyChallenges challenges;

	private final PublicOrigin origin;

	PasskeyController(Passkeys passkeys, PasskeyChallenges challenges, PublicOrigin origin) {
		this.passkeys = passkeys;
		this.challenges = challenges;
		this.origin = origin;
	}

	@GetMapping
	String show(@RequestHeader(name = "User-Agent", defaultValue = "") String browser,
			@AuthenticationPrincipal SignedInUser user, Model model) {
		BrowserName name = BrowserName.of(browser);
		model.addAttribute("passkeys", this.passkeys.of(user.id()));
		model.addAttribute("full", this.passkeys.full(user.id()));
		model.addAttribute("last", this.passkeys.last(user.id()));
		model.addAttribute("browser", name.name());
		model.addAttribute("system", name.system());
		return "account/passkeys";
	}

	@PostMapping("/options")
	@ResponseBody
	@ConfirmIdentity
	PublicKeyCredentialCreationOptions options(@AuthenticationPrincipal SignedInUser user, HttpServletRequest request) {
		return this.challenges.keep(this.passkeys.offer(user.id(), origin(request)), request);
	}

	@PostMapping
	@ConfirmIdentity
	String add(@RequestParam(defaultValue = "") String credential, @RequestParam(defaultValue = "") String label,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, RedirectAttributes flash) {
		PublicKeyCredentialCreationOptions offered = this.challenges
			.take(PublicKeyCredentialCreationOptions.class, request)
			.orElse(null);
		if (offered == null) {
			return alert(flash, "account.passkey.refused");
		}
		if (label.isBlank()) {
			return alert(flash, "account.passkey.label.blank");
		}
		try {
			this.passkeys.add(user.id(), offered, origin(request), credential, label);
		}
		catch (AccountException ex) {
			return alert(flash, switch (ex.reason()) {
				case TOO_MANY_PASSKEYS -> "account.passkey.many";
				default -> "account.passkey.refused";
			});
		}
		flash.addFlashAttribute("notice", "account.passkey.added");
		return PAGE;
	}

	@GetMapping("/{id}/remove")
	@ConfirmIdentity
	String askToRemove(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, Model model) {
		model.addAttribute("passkey", require(user, id));
		model.addAttribute("last", this.passkeys.last(user.id()));
		return "account/passkey-remove";
	}

	@PostMapping("/{id}/remove")
	@ConfirmIdentity
	String remove(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, HttpServletRequest request,
			RedirectAttributes flash) {
		Passkey passkey = require(user, id);
		try {
			this.passkeys.remove(user.id(), passkey.id(), request.getSession().getId());
		}
		catch (AccountException ex) {
			return alert(flash, "account.passkey.last");
		}
		flash.addFlashAttribute("notice", "account.passkey.removed");
		return PAGE;
	}

	private Passkey require(SignedInUser user, UUID id) {
		return this.passkeys.find(user.id(), id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private URI origin(HttpServletRequest request) {
		return URI.create(this.origin.origin(request));
	}

	private static String alert(RedirectAttributes flash, String words) {
		flash.addFlashAttribute("alert", words);
		return PAGE;
	}

}
