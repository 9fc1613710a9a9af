package dev.trellis.api;

import java.util.function.Supplier;

import dev.trellis.account.key.ApiKeys;
import dev.trellis.limit.RateLimits;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may call what: a key as Bearer token (RFC 6750) and nothing else, so that no site
 * that somebody visits can call in their name.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

	/**
	 * Where the description of the API is.
	 */
	static final String DESCRIPTION = "/api/v1/openapi.json";

	@Bean
	@Order(0)
	SecurityFilterChain apiCalls(HttpSecurity http, ApiKeys keys, RateLimits limits, ApiProperties properties,
			BearerRefusals refusals, ProblemWriter writer) {
		BearerTokenAuthenticationFilter bearer = new BearerTokenAuthenticationFilter(callers(keys));
		bearer.setAuthenticationEntryPoint(refusals);
		return http.securityMatcher("/api/*/**")
			.authorizeHttpRequests(ApiSecurity::scopes)
			.addFilterBefore(bearer, AuthorizationFilter.class)
			.addFilterBefore(new KeyLimit(limits, properties.limit(), writer), AuthorizationFilter.class)
			.addFilterBefore(new BodyLimit(writer), AuthorizationFilter.class)
			.exceptionHandling((errors) -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers(ApiSecurity::headers)
			.anonymous(AbstractHttpConfigurer::disable)
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.oauth2Client(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.build();
	}

	private static void scopes(
			AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
		requests.requestMatchers(HttpMethod.GET, DESCRIPTION).permitAll();
		ScopesByPath.TABLE.forEach((row) -> requests.requestMatchers(row.pattern())
			.hasAuthority(ApiAuthentication.authority(row.scope())));
		requests.anyRequest().authenticated();
	}

	private static void headers(HeadersConfigurer<HttpSecurity> headers) {
		headers.contentSecurityPolicy((policy) -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
			.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.NO_REFERRER))
			.crossOriginResourcePolicy((resource) -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
	}

	private static AuthenticationManager callers(ApiKeys keys) {
		Supplier<AuthenticationException> refused = () -> new InvalidBearerTokenException("Not a good API key");
		return (call) -> keys.caller(((BearerTokenAuthenticationToken) call).getToken())
			.map(ApiAuthentication::new)
			.orElseThrow(refused);
	}

}
