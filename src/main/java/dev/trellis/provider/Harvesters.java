package dev.trellis.provider;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The catalogue of strategies that read resource APIs, by the name that descriptions use.
 */
@Component
public final class Harvesters {

	private final Map<String, Harvester> harvesters = new TreeMap<>();

	/**
	 * Gathers the strategies.
	 * @param harvesters all there are
	 * @throws IllegalStateException if two have the same name
	 */
	public Harvesters(List<Harvester> harvesters) {
		for (Harvester harvester : harvesters) {
			Harvester other = this.harvesters.putIfAbsent(harvester.name(), harvester);
			if (other != null) {
				throw new IllegalStateException("Two harvesters are called \"" + harvester.name() + "\": "
						+ other.getClass().getName() + " and " + harvester.getClass().getName());
			}
		}
	}

	/**
	 * Finds a strategy.
	 * @param name its name; null for a provider that is linked only
	 * @return the strategy, if there is one of that name
	 */
	public Optional<Harvester> find(@Nullable String name) {
		return Optional.ofNullable(name).map(this.harvesters::get);
	}

	/**
	 * The names a description can use.
	 * @return the names, sorted
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.harvesters.keySet());
	}

}
