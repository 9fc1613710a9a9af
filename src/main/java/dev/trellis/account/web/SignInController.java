package dev.trellis.account.web;

import dev.trellis.account.SignedInUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page on which a person signs in; Spring Security answers its form.
 */
@Controller
class SignInController {

	@GetMapping("/sign-in")
	String show(@AuthenticationPrincipal @Nullable SignedInUser user) {
		return (user != null) ? "redirect:/" : "account/sign-in";
	}

}
