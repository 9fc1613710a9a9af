package dev.trellis.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * The shipped descriptions, bound as the application binds them, with credentials and
 * whatever a test changes.
 */
public final class TestProviders {

	private static final List<String> IDS = List.of("treatstream", "treesnap", "chaster", "likecoin", "grovestreams");

	private TestProviders() {
	}

	/**
	 * One shipped description with credentials, that may lead anywhere.
	 * @param id the provider's id
	 * @param changes property names within the description and values, alternating
	 * @return the description
	 */
	public static Provider provider(String id, String... changes) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("trellis.http.insecure", "true");
		if (!id.equals("treesnap")) {
			properties.put(Provider.PREFIX + "." + id + ".client-id", "the-client");
			properties.put(Provider.PREFIX + "." + id + ".client-secret", "the-secret");
		}
		for (int i = 0; i < changes.length; i += 2) {
			properties.put(Provider.PREFIX + "." + id + "." + changes[i], changes[i + 1]);
		}
		return bind(properties, Map.of()).providers().get(id);
	}

	/**
	 * All shipped descriptions under the given properties and environment variables.
	 * @param properties full property names and values
	 * @param variables environment variables
	 * @return the descriptions
	 */
	static ProviderDescriptions.Bound bind(Map<String, Object> properties, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		IDS.forEach((id) -> load(id).forEach(environment.getPropertySources()::addLast));
		return ProviderDescriptions.bind(environment);
	}

	private static List<PropertySource<?>> load(String id) {
		try {
			return new YamlPropertySourceLoader().load(id, new ClassPathResource("providers/" + id + ".yml"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
