package dev.trellis.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.security.oauth2.client.registration.ClientRegistration;

/**
 * Makes the catalogue from all descriptions, and from the registrations under Spring
 * Boot's standard properties.
 */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ProviderConfiguration.class);

	@Bean
	Providers providers(ConfigurableEnvironment environment, Harvesters harvesters) {
		ProviderDescriptions.Bound bound = ProviderDescriptions.bind(environment);
		bound.unusedVariables()
			.forEach((variable) -> logger.warn("The environment variable {} changes no provider: is it misspelt?",
					variable));
		Map<String, Provider> described = bound.providers();
		List<Provider> providers = new ArrayList<>(described.values());
		providers.forEach((provider) -> checkHarvester(provider, harvesters));
		for (ClientRegistration registration : standardRegistrations(environment)) {
			if (described.containsKey(registration.getRegistrationId())) {
				throw new ProviderDescriptionException(
						"spring.security.oauth2.client.registration." + registration.getRegistrationId(),
						"has the id of a provider that is described under " + Provider.PREFIX);
			}
			providers.add(PlainProvider.of(registration, bound.transport()));
		}
		return new Providers(providers);
	}

	private static void checkHarvester(Provider provider, Harvesters harvesters) {
		if (provider.harvester() != null && harvesters.find(provider.harvester()).isEmpty()) {
			throw new ProviderDescriptionException(provider.property("harvester"),
					"names none of the harvesters " + String.join(", ", harvesters.names()));
		}
	}

	private static Iterable<ClientRegistration> standardRegistrations(ConfigurableEnvironment environment) {
		return Binder.get(environment)
			.bind("spring.security.oauth2.client", OAuth2ClientProperties.class)
			.map((properties) -> new OAuth2ClientPropertiesMapper(properties).asClientRegistrations().values())
			.orElse(List.of());
	}

}
