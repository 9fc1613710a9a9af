package dev.trellis.provider;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue of all providers that are offered. Immutable.
 */
public final class Providers {

	private final List<Provider> all;

	private final Map<String, Provider> byId;

	/**
	 * A catalogue of the given providers without those that are not enabled.
	 * @param providers descriptions that were checked
	 */
	public Providers(List<Provider> providers) {
		this.all = providers.stream()
			.filter(Provider::enabled)
			.sorted(Comparator.comparing(Provider::name, String.CASE_INSENSITIVE_ORDER))
			.toList();
		this.byId = this.all.stream().collect(Collectors.toUnmodifiableMap(Provider::id, Function.identity()));
	}

	/**
	 * All providers by name.
	 * @return the providers, configured or not
	 */
	public List<Provider> all() {
		return this.all;
	}

	/**
	 * Finds a provider.
	 * @param id any text
	 * @return the provider of that id, if there is one
	 */
	public Optional<Provider> find(String id) {
		return Optional.ofNullable(this.byId.get(id));
	}

	/**
	 * What to call a provider, though it may not be offered any more.
	 * @param id any text
	 * @return the provider's name, else the id itself
	 */
	public String nameOf(String id) {
		return find(id).map(Provider::name).orElse(id);
	}

	/**
	 * What to draw for a provider, though it may not be offered any more.
	 * @param id any text
	 * @return the name of the provider's drawing, else of the plain one
	 */
	public String markOf(String id) {
		return find(id).map(Provider::mark).orElse("plain");
	}

}
