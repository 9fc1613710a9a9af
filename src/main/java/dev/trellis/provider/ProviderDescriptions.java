package dev.trellis.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.BoundPropertiesTrackingBindHandler;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Binds every description under {@code trellis.providers} strictly: an unknown key, a
 * missing part or a wrong value stops the start with a sentence that names the property.
 * Environment variables can change what is described, but describe no provider alone; one
 * that changes nothing is warned of, since it is most likely misspelt.
 */
final class ProviderDescriptions {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(Provider.PREFIX);

	private static final String INSECURE = "trellis.http.insecure";

	private static final String VARIABLE_PREFIX = "TRELLIS_PROVIDERS_";

	private final ConfigurableEnvironment environment;

	private final Transport transport;

	private final Set<String> usedVariables = new HashSet<>();

	private ProviderDescriptions(ConfigurableEnvironment environment) {
		this.environment = environment;
		this.transport = new Transport(environment.getProperty(INSECURE, Boolean.class, false));
	}

	/**
	 * Binds all descriptions.
	 * @param environment the application's properties
	 * @return the descriptions
	 * @throws ProviderDescriptionException if one is wrong
	 */
	static Bound bind(ConfigurableEnvironment environment) {
		return new ProviderDescriptions(environment).bind();
	}

	private Bound bind() {
		Map<String, Provider> providers = new LinkedHashMap<>();
		for (String id : ids()) {
			ProviderDescriptionRules.checkId(id);
			providers.put(id, ProviderDescriptionRules.checked(bind(id), this.transport));
		}
		return new Bound(providers, unusedVariables(), this.transport);
	}

	private Set<String> ids() {
		Set<String> ids = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable && !isSystemEnvironment(source)) {
				iterable.stream()
					.filter(ROOT::isAncestorOf)
					.map((name) -> name.getElement(ROOT.getNumberOfElements(), Form.ORIGINAL))
					.forEach(ids::add);
			}
		}
		return ids;
	}

	private Provider bind(String id) {
		ConfigurationPropertyName name = ROOT.append(id);
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		sources.add(new MapConfigurationPropertySource(Map.of(name.append("id").toString(), id)));
		ConfigurationPropertySources.get(this.environment).forEach(sources::add);
		Binder binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(this.environment));
		BindHandler strict = new NoUnboundElementsBindHandler(new BoundPropertiesTrackingBindHandler(this::remember),
				(source) -> !isSystemEnvironment(source));
		try {
			return binder.bind(name, Bindable.of(Provider.class), strict).get();
		}
		catch (BindException ex) {
			throw describe(ex);
		}
	}

	private void remember(ConfigurationProperty property) {
		Origin origin = property.getOrigin();
		while (origin != null) {
			if (origin instanceof SystemEnvironmentOrigin variable) {
				this.usedVariables.add(variable.getProperty());
			}
			origin = (origin instanceof OriginProvider wrapper && wrapper.getOrigin() != origin) ? wrapper.getOrigin()
					: origin.getParent();
		}
		if (property.getOrigin() instanceof PropertySourceOrigin variable) {
			this.usedVariables.add(variable.getPropertyName());
		}
	}

	private static ProviderDescriptionException describe(BindException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnboundConfigurationPropertiesException unbound) {
				ConfigurationProperty first = unbound.getUnboundProperties().iterator().next();
				return new ProviderDescriptionException(first.getName().toString(), "is not known" + origin(first));
			}
		}
		ConfigurationProperty property = failure.getProperty();
		return new ProviderDescriptionException(failure.getName().toString(),
				"cannot be understood: a " + words(failure.getTarget()) + " is expected" + origin(property));
	}

	private static String words(Bindable<?> target) {
		Class<?> type = target.getType().resolve(Object.class);
		if (type.isEnum()) {
			List<String> names = new ArrayList<>();
			for (Object constant : type.getEnumConstants()) {
				names.add(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
			}
			return "value out of " + String.join(", ", names);
		}
		return type.getSimpleName();
	}

	private static String origin(@Nullable ConfigurationProperty property) {
		return (property != null && property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
	}

	private List<String> unusedVariables() {
		Map<String, Object> variables = new HashMap<>(this.environment.getSystemEnvironment());
		if (this.environment.getPropertySources()
			.get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME) instanceof SystemEnvironmentPropertySource source) {
			variables.putAll(source.getSource());
		}
		return variables.keySet()
			.stream()
			.filter((variable) -> variable.toUpperCase(Locale.ROOT).startsWith(VARIABLE_PREFIX))
			.filter((variable) -> !this.usedVariables.contains(variable))
			.sorted()
			.toList();
	}

	private static boolean isSystemEnvironment(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	/**
	 * All descriptions, and what changed none of them.
	 *
	 * @param providers the descriptions by id, in alphabetical order
	 * @param unusedVariables environment variables that look like a description's and are
	 * not
	 * @param transport where providers may lead
	 */
	record Bound(Map<String, Provider> providers, List<String> unusedVariables, Transport transport) {
	}

}
