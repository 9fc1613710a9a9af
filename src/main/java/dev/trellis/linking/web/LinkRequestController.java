package dev.trellis.linking.web;

import java.util.Optional;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkRequest;
import dev.trellis.linking.LinkRequests;
import dev.trellis.provider.Providers;
import dev.trellis.vault.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

/**
 * Asks a person whether they want to link what a program of theirs asked for. Only their
 * own button goes on, by the one way in which linking starts.
 */
@Controller
@RequestMapping("/requests/{secret}")
class LinkRequestController {

	private final LinkRequests requests;

	private final Providers providers;

	LinkRequestController(LinkRequests requests, Providers providers) {
		this.requests = requests;
		this.providers = providers;
	}

	@GetMapping
	String ask(@PathVariable String secret, @AuthenticationPrincipal SignedInUser user, Model model,
			HttpServletResponse response) {
		Optional<LinkRequest> request = this.requests.find(user.id(), Secret.of(secret));
		if (request.isEmpty()) {
			return spent(response);
		}
		String provider = request.get().provider();
		model.addAttribute("request", request.get());
		model.addAttribute("secret", secret);
		model.addAttribute("providerName", this.providers.nameOf(provider));
		model.addAttribute("mark", this.providers.markOf(provider));
		return "linking/request";
	}

	// A browser sends the form that it sent here to the address that it is led to (RFC
	// 9110 section 15.4.8): the form of starting to link.
	@PostMapping
	String goOn(@PathVariable String secret, @AuthenticationPrincipal SignedInUser user, HttpServletRequest browser,
			HttpServletResponse response) {
		Optional<LinkRequest> request = this.requests.spend(user.id(), Secret.of(secret));
		if (request.isEmpty()) {
			return spent(response);
		}
		browser.setAttribute(View.RESPONSE_STATUS_ATTRIBUTE, HttpStatus.TEMPORARY_REDIRECT);
		return "redirect:/link/" + request.get().provider();
	}

	private static String spent(HttpServletResponse response) {
		response.setStatus(HttpStatus.NOT_FOUND.value());
		return "linking/request-spent";
	}

}
