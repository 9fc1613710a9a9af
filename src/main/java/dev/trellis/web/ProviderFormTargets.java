package dev.trellis.web;

import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;

import org.springframework.stereotype.Component;

/**
 * Lets the form that starts linking lead to the providers' authorization endpoints.
 */
@Component
class ProviderFormTargets implements FormTargets {

	private final Set<String> origins;

	ProviderFormTargets(Providers providers) {
		this.origins = providers.all()
			.stream()
			.map(Provider::authorization)
			.filter(Objects::nonNull)
			.map((authorization) -> origin(authorization.uri()))
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public Set<String> origins() {
		return this.origins;
	}

	private static String origin(URI uri) {
		return uri.getScheme() + "://" + uri.getRawAuthority();
	}

}
