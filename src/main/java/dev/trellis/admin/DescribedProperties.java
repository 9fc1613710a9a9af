package dev.trellis.admin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.trellis.provider.Provider;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A provider's description as it stands, property by property. A secret is only said to
 * be set, and so is what a person may have put in place of one.
 */
final class DescribedProperties {

	private static final Pattern SECRETIVE = Pattern.compile("(?i).*(secret|token|key|password|auth|cookie).*");

	private static final Set<String> FREE = Set.of("headers", "parameters", "extra-parameters");

	private final List<Property> properties = new ArrayList<>();

	private DescribedProperties() {
	}

	static List<Property> of(Provider provider) {
		DescribedProperties described = new DescribedProperties();
		described.add("", provider);
		return List.copyOf(described.properties);
	}

	private void add(String prefix, Record described) {
		for (RecordComponent component : described.getClass().getRecordComponents()) {
			String name = prefix + kebab(component.getName());
			Object value = value(component, described);
			if (value instanceof Record inner) {
				add(name + ".", inner);
			}
			else if (component.getType() == Secret.class) {
				this.properties.add(Property.secret(name, value != null));
			}
			else if (value instanceof Map<?, ?> map) {
				boolean free = FREE.contains(kebab(component.getName()));
				map.forEach((key, each) -> add(name + "." + key, each,
						free && SECRETIVE.matcher(key.toString()).matches()));
			}
			else if (value != null && !name.equals("id")) {
				add(name, value, false);
			}
		}
	}

	private void add(String name, Object value, boolean secretive) {
		String text = text(value);
		if (secretive) {
			this.properties.add(Property.secret(name, !text.isEmpty()));
		}
		else if (!text.isEmpty()) {
			this.properties.add(new Property(name, text.isBlank() ? "\"" + text + "\"" : text, null));
		}
	}

	private static String text(Object value) {
		if (value instanceof Collection<?> all) {
			return all.stream().map(DescribedProperties::text).collect(Collectors.joining(", "));
		}
		return (value instanceof Enum<?> constant) ? kebab(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
				: value.toString();
	}

	private static @Nullable Object value(RecordComponent component, Record described) {
		try {
			return component.getAccessor().invoke(described);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("Descriptions are public records", ex);
		}
	}

	private static String kebab(String name) {
		return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
	}

	/**
	 * One property.
	 *
	 * @param name its name within the description
	 * @param value its value; null for a secret
	 * @param set whether the secret is set; null for what is none
	 */
	record Property(String name, @Nullable String value, @Nullable Boolean set) {

		static Property secret(String name, boolean set) {
			return new Property(name, null, set);
		}

	}

}
