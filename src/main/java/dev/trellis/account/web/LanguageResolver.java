package dev.trellis.account.web;

import java.util.Locale;

import dev.trellis.account.Language;
import dev.trellis.account.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * Speaks to people in the language they chose, and to everybody else in that of their
 * browser, as far as it is known here.
 */
@Component(DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME)
class LanguageResolver extends AcceptHeaderLocaleResolver {

	LanguageResolver() {
		setSupportedLocales(Language.locales());
		setDefaultLocale(Language.locales().get(0));
	}

	@Override
	public Locale resolveLocale(HttpServletRequest request) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		Language chosen = (authentication != null && authentication.getPrincipal() instanceof SignedInUser user)
				? user.language() : null;
		return (chosen != null) ? chosen.locale() : super.resolveLocale(request);
	}

}
