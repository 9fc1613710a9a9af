package dev.trellis.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

	@Bean
	Providers providers(ConfigurableEnvironment environment, Harvesters harvesters) {
		Map<String, Provider> described = ProviderDescriptions.bind(environment);
		List<Provider> providers = new ArrayList<>(described.values());
		providers.forEach((provider) -> checkHarvester(provider, harvesters));
		for (ClientRegistration registration : standardRegistrations(environment)) {
			if (described.containsKey(registration.getRegistrationId())) {
				throw new ProviderDescriptionException(
						"spring.security.oauth2.client.registration." + registration.getRegistrationId(),
						"has the id of a provider that is described under " + Provider.PREFIX);
			}
			providers.add(PlainProvider.of(registration));
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
