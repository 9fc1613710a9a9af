package dev.trellis.account.web;

import dev.trellis.account.SessionTraces;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Hangs signing in by the form in the security filter chain.
 */
@Configuration(proxyBeanMethods = false)
class AccountSecurity {

	@Bean
	Customizer<HttpSecurity> peopleBySession(SessionTraces traces) {
		return (http) -> http.requestCache((cache) -> cache.requestCache(pagesToComeBackTo()))
			.sessionManagement((sessions) -> sessions.addSessionAuthenticationStrategy(traces));
	}

	// A page that was asked for is kept in the session until the person has signed in. A
	// callback is not, since its address holds a code.
	private static RequestCache pagesToComeBackTo() {
		PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		RequestMatcher callback = path.matcher("/*/*/callback");
		HttpSessionRequestCache cache = new HttpSessionRequestCache();
		cache.setRequestMatcher(
				new AndRequestMatcher(path.matcher(HttpMethod.GET, "/**"), html, new NegatedRequestMatcher(callback)));
		return cache;
	}

}
