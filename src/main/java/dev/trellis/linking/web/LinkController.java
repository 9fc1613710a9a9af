package dev.trellis.linking.web;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.RecentProof;
import dev.trellis.account.SignedInUser;
import dev.trellis.linking.DirectLinking;
import dev.trellis.linking.LinkCaution;
import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.LinkWish;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.ProviderPauses;
import dev.trellis.origin.PublicOrigin;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import dev.trellis.vault.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * Links accounts wherever the security filters do not: forms for tokens and passwords,
 * and the page that says why an account was not linked. Where a provider has an
 * authorization endpoint and is configured, {@code POST /link/{provider}} and a callback
 * that belongs to a pending link never come here.
 */
@Controller
@RequestMapping("/link/{provider}")
class LinkController {

	private static final Set<LinkFailure> FINAL = EnumSet.of(LinkFailure.NOT_CONFIGURED, LinkFailure.OPERATOR,
			LinkFailure.PAUSED);

	private static final Logger logger = LoggerFactory.getLogger(LinkController.class);

	private final Providers providers;

	private final ProviderPauses pauses;

	private final DirectLinking linking;

	private final LinkCaution caution;

	private final Attempts attempts;

	private final PublicOrigin origin;

	LinkController(Providers providers, ProviderPauses pauses, DirectLinking linking, LinkCaution caution,
			Attempts attempts, PublicOrigin origin) {
		this.providers = providers;
		this.pauses = pauses;
		this.linking = linking;
		this.caution = caution;
		this.attempts = attempts;
		this.origin = origin;
	}

	@PostMapping
	String start(@PathVariable("provider") String id, @RequestParam(required = false) @Nullable UUID account,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request) {
		Provider provider = require(id);
		if (this.pauses.paused(provider.id())) {
			return failed(provider, LinkFailure.PAUSED, account);
		}
		if (!this.caution.allows(provider, user.id(), request)) {
			return "redirect:" + RecentProof.page("/link/" + provider.id());
		}
		if (provider.personalToken() != null) {
			return "redirect:/link/" + provider.id() + "/token" + ((account != null) ? "?account=" + account : "");
		}
		return failed(provider, LinkFailure.NOT_CONFIGURED, account);
	}

	@GetMapping
	String leaveToDashboard() {
		return "redirect:/";
	}

	@GetMapping("/callback")
	String refuseCallback(@PathVariable("provider") String id, @RequestParam(required = false) @Nullable String code,
			@RequestParam(required = false) @Nullable String state,
			@RequestParam(required = false) @Nullable String error, HttpSession session) {
		Provider provider = require(id);
		UUID account = (UUID) session.getAttribute(LinkWish.LAST_RECONNECT);
		session.removeAttribute(LinkWish.LAST_RECONNECT);
		return failed(provider, new Refusal(code, state, error).failure(provider), account);
	}

	@GetMapping("/failed")
	String showFailure(@PathVariable("provider") String id, @RequestParam String reason,
			@RequestParam(required = false) @Nullable UUID account, Model model) {
		Provider provider = require(id);
		LinkFailure failure = LinkFailure.ofCode(reason).orElse(LinkFailure.PROVIDER_ERROR);
		addProvider(model, provider);
		model.addAttribute("failure", failure.code());
		model.addAttribute("account", account);
		model.addAttribute("retry", !FINAL.contains(failure));
		return "linking/failed";
	}

	@GetMapping("/token")
	String askForToken(@PathVariable("provider") String id, @RequestParam(required = false) @Nullable UUID account,
			Model model) {
		return tokenForm(requireTokens(id), account, null, model);
	}

	@PostMapping("/token")
	String linkToken(@PathVariable("provider") String id, @RequestParam(defaultValue = "") String token,
			@RequestParam(required = false) @Nullable UUID account, @AuthenticationPrincipal SignedInUser user,
			HttpServletRequest request, Model model) {
		Provider provider = requireTokens(id);
		if (!this.caution.allows(provider, user.id(), request)) {
			return "redirect:" + RecentProof.page("/link/" + provider.id() + "/token");
		}
		this.attempts.count(Kind.CREDENTIAL, request.getRemoteAddr(), user.id().toString());
		try {
			return linked(
					this.linking.linkPersonalToken(user.id(), provider, token, new LinkWish(account, null, null)));
		}
		catch (LinkingException ex) {
			return switch (ex.reason()) {
				case TOKEN_BLANK, TOKEN_MALFORMED, TOKEN_EXPIRED, TOKEN_REFUSED ->
					tokenForm(provider, account, "linking." + key(ex.reason().name()), model);
				default -> failed(provider, LinkFailure.of(ex.reason()), account);
			};
		}
		catch (ProviderException ex) {
			logger.warn("An account was not linked: {}", ex.getMessage());
			return failed(provider, LinkFailure.of(ex.reason()), account);
		}
	}

	@GetMapping("/password")
	String askForPassword(@PathVariable("provider") String id, @RequestParam(required = false) @Nullable UUID account,
			@AuthenticationPrincipal SignedInUser user, Model model) {
		return passwordForm(requirePasswords(id), account, (user.email() != null) ? user.email() : "", null, model);
	}

	@PostMapping("/password")
	String linkPassword(@PathVariable("provider") String id, @RequestParam(defaultValue = "") String email,
			@RequestParam(defaultValue = "") String password, @RequestParam(required = false) @Nullable UUID account,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, Model model) {
		Provider provider = requirePasswords(id);
		this.attempts.count(Kind.CREDENTIAL, request.getRemoteAddr(), user.id().toString());
		if (email.isBlank() || password.isEmpty() || email.length() > 254 || password.length() > 1000) {
			return passwordForm(provider, account, email, "linking.password.blank", model);
		}
		try {
			return linked(
					this.linking.linkPassword(user.id(), provider, this.origin.linkCallback(request, provider.id()),
							email.strip(), Secret.of(password), new LinkWish(account, null, null)));
		}
		catch (LinkingException ex) {
			return failed(provider, LinkFailure.of(ex.reason()), account);
		}
		catch (ProviderException ex) {
			logger.warn("An account was not linked: {}", ex.getMessage());
			LinkFailure failure = LinkFailure.of(ex.reason());
			return (failure == LinkFailure.CREDENTIALS_REFUSED)
					? passwordForm(provider, account, email, "linking.password.refused", model)
					: failed(provider, failure, account);
		}
	}

	private String tokenForm(Provider provider, @Nullable UUID account, @Nullable String error, Model model) {
		addProvider(model, provider);
		model.addAttribute("page", (provider.personalToken() != null) ? provider.personalToken().page() : null);
		model.addAttribute("account", account);
		model.addAttribute("error", error);
		return "linking/personal-token";
	}

	private String passwordForm(Provider provider, @Nullable UUID account, String email, @Nullable String error,
			Model model) {
		addProvider(model, provider);
		model.addAttribute("email", email);
		model.addAttribute("account", account);
		model.addAttribute("error", error);
		return "linking/password";
	}

	private static void addProvider(Model model, Provider provider) {
		model.addAttribute("provider", new NamedProvider(provider.id(), provider.name()));
		model.addAttribute("mark", provider.mark());
	}

	private static String linked(LinkedAccount account) {
		return "redirect:/linked-accounts/" + account.id() + "?linked";
	}

	private static String failed(Provider provider, LinkFailure failure, @Nullable UUID account) {
		return "redirect:" + failure.page(provider.id(), account);
	}

	private Provider requireTokens(String id) {
		return require(id, (provider) -> provider.personalToken() != null);
	}

	private Provider requirePasswords(String id) {
		return require(id, (provider) -> provider.passwordLogin() != null && provider.configured());
	}

	private Provider require(String id) {
		return require(id, (provider) -> true);
	}

	private Provider require(String id, Predicate<Provider> fits) {
		return this.providers.find(id)
			.filter(fits)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static String key(String name) {
		return name.toLowerCase(Locale.ROOT).replace('_', '.');
	}

	/**
	 * A provider as these pages show it.
	 *
	 * @param id its id
	 * @param name its name
	 */
	record NamedProvider(String id, String name) {
	}

}
