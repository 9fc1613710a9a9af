package dev.trellis.linking.oauth;

import dev.trellis.origin.PublicOrigin;
import dev.trellis.provider.Providers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationCodeGrantFilter;

/**
 * Hangs linking and signing in at providers in the security filter chain, by Spring
 * Security's own OAuth2 client filters.
 */
@Configuration(proxyBeanMethods = false)
class LinkingSecurity {

	@Bean
	Customizer<HttpSecurity> linkingByOauth2Client(ConsentRequestResolver resolver, PendingConsents pending,
			CodeExchange exchange, LinkingClientRepository repository, Providers providers, PublicOrigin origin) {
		return (http) -> http
			.oauth2Client((client) -> client.authorizedClientRepository(repository)
				.authorizationCodeGrant((grant) -> grant.authorizationRequestResolver(resolver)
					.authorizationRequestRepository(pending)
					.accessTokenResponseClient(exchange))
				.withObjectPostProcessor(sendOnToWhatCameOfIt()))
			.addFilterBefore(new CallbackFilter(providers, origin), OAuth2AuthorizationCodeGrantFilter.class);
	}

	private static ObjectPostProcessor<OAuth2AuthorizationCodeGrantFilter> sendOnToWhatCameOfIt() {
		return new ObjectPostProcessor<>() {

			@Override
			public <O extends OAuth2AuthorizationCodeGrantFilter> O postProcess(O filter) {
				filter.setRequestCache(LinkingClientRepository.nextPage());
				return filter;
			}

		};
	}

}
