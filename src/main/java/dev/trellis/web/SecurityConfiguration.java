package dev.trellis.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.DelegatingAuthenticationEntryPoint;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may ask for what, and what browsers are told to refuse. Modules add to it by beans
 * of type {@code Customizer<HttpSecurity>}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String SIGN_IN = "/sign-in";

	private static final String ADMINISTRATOR = "ADMINISTRATOR";

	private static final String[] OPEN = { "/", "/sign-up", SIGN_IN, SIGN_IN + "/*", SIGN_IN + "/*/*",
			"/forgot-password", "/reset-password", "/verify", "/error", "/overlay/*", "/overlay/*/events", "/api",
			"/actuator/health", "/actuator/health/**" };

	private final ContentSecurityPolicy contentSecurityPolicy;

	SecurityConfiguration(ObjectProvider<FormTargets> formTargets) {
		this.contentSecurityPolicy = new ContentSecurityPolicy(formTargets);
	}

	// Whoever collects figures can do nothing with a page to sign in.
	@Bean
	@Order(1)
	SecurityFilterChain figuresSecurity(HttpSecurity http, AuthenticationEntryPoint collectorsByPassword) {
		return http.securityMatcher("/actuator/prometheus")
			.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole(ADMINISTRATOR))
			.exceptionHandling((errors) -> errors.authenticationEntryPoint(collectorsByPassword))
			.requestCache(RequestCacheConfigurer::disable)
			.headers(this::headers)
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain pageSecurity(HttpSecurity http, AuthenticationFailureHandler signInFailures) {
		return http.authorizeHttpRequests(this::pages)
			.formLogin((login) -> login.loginPage(SIGN_IN)
				.usernameParameter("email")
				.passwordParameter("password")
				.failureHandler(signInFailures))
			.logout((logout) -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?signed-out"))
			.exceptionHandling((errors) -> errors.accessDeniedHandler(new RefusedRequestHandler())
				.authenticationEntryPoint(entry()))
			.headers(this::headers)
			.build();
	}

	// Whoever waits for events can do nothing with a form.
	private static AuthenticationEntryPoint entry() {
		return DelegatingAuthenticationEntryPoint.builder()
			.defaultEntryPoint(new LoginUrlAuthenticationEntryPoint(SIGN_IN))
			.addEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
					PathPatternRequestMatcher.pathPattern("/events"))
			.build();
	}

	private void pages(
			AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
		requests.requestMatchers(StaticResources.PATHS)
			.permitAll()
			.requestMatchers(OPEN)
			.permitAll()
			.requestMatchers("/admin", "/admin/**", "/actuator/**")
			.hasRole(ADMINISTRATOR)
			.anyRequest()
			.authenticated();
	}

	private void headers(HeadersConfigurer<HttpSecurity> headers) {
		headers.addHeaderWriter(this.contentSecurityPolicy)
			.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
			.permissionsPolicyHeader(
					(permissions) -> permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
			.crossOriginOpenerPolicy((opener) -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
			.crossOriginResourcePolicy((resource) -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
	}

}
