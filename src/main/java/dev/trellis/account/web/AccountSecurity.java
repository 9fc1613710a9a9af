package dev.trellis.account.web;

import dev.trellis.account.Attempts;
import dev.trellis.account.SessionTraces;
import dev.trellis.account.SignedInUser;
import dev.trellis.account.mail.Post;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsChecker;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.HeaderWriterLogoutHandler;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Hangs signing in by a password in the security filter chain.
 */
@Configuration(proxyBeanMethods = false)
class AccountSecurity {

	@Bean
	Customizer<HttpSecurity> peopleBySession(SessionTraces traces, Attempts attempts) {
		return (http) -> http.requestCache((cache) -> cache.requestCache(pagesToComeBackTo()))
			.sessionManagement((sessions) -> sessions.addSessionAuthenticationStrategy(traces))
			.logout((logout) -> logout.addLogoutHandler(new HeaderWriterLogoutHandler(BrowserStore.EMPTIED)))
			.addFilterAfter(new SignInLimits(attempts), LogoutFilter.class);
	}

	@Bean
	AuthenticationEntryPoint collectorsByPassword() {
		BasicAuthenticationEntryPoint entry = new BasicAuthenticationEntryPoint();
		entry.setRealmName("Trellis");
		return entry;
	}

	@Bean
	Customizer<HttpSecurity> collectors(UserDetailsService users, AuthenticationConfiguration authentication,
			Attempts attempts, AuthenticationEntryPoint collectorsByPassword) {
		return (http) -> http.addFilterAfter(
				new CollectorSignIn(users, authentication.getAuthenticationManager(), attempts, collectorsByPassword),
				LogoutFilter.class);
	}

	// How an account stands is looked at after the password, so that only who knows it is
	// told.
	@Bean
	AuthenticationProvider passwordSignIn(UserDetailsService users, UserDetailsPasswordService upgrades,
			PasswordEncoder passwordEncoder, Post post) {
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
		provider.setPasswordEncoder(passwordEncoder);
		provider.setUserDetailsPasswordService(upgrades);
		provider.setPreAuthenticationChecks((user) -> {
		});
		UserDetailsChecker status = new AccountStatusUserDetailsChecker();
		provider.setPostAuthenticationChecks((user) -> {
			status.check(user);
			if (post.delivers() && user instanceof SignedInUser member && member.unverified()) {
				throw new AddressUnverifiedException();
			}
		});
		return provider;
	}

	// A page that was asked for is kept in the session until the person has signed in. A
	// callback is not, since its address holds a code.
	private static RequestCache pagesToComeBackTo() {
		PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
		RequestMatcher callback = path.matcher("/*/*/callback");
		HttpSessionRequestCache cache = new HttpSessionRequestCache();
		cache.setRequestMatcher(new AndRequestMatcher(path.matcher(HttpMethod.GET, "/**"),
				new MediaTypeRequestMatcher(MediaType.TEXT_HTML), new NegatedRequestMatcher(callback)));
		return cache;
	}

}
