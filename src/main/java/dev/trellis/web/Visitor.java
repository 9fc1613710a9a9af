package dev.trellis.web;

import dev.trellis.account.SignedInUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Tells every page, error pages too, who is looking at it.
 */
@ControllerAdvice
class Visitor {

	@ModelAttribute("visitor")
	@Nullable SignedInUser visitor(@AuthenticationPrincipal @Nullable SignedInUser user) {
		return user;
	}

}
