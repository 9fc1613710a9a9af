package dev.trellis.linking;

import java.util.Locale;
import java.util.Map;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import dev.trellis.telemetry.Reading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Shows operators how many links there are, by provider and state.
 */
@Component
class LinkMetrics implements MeterBinder {

	static final String LINKS = "trellis.links";

	private final Providers providers;

	private final Reading<Map<String, Map<LinkState, Long>>> counts;

	LinkMetrics(LinkOverview links, Providers providers) {
		this.providers = providers;
		this.counts = new Reading<>(links::counts);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		for (Provider provider : this.providers.all()) {
			for (LinkState state : LinkState.values()) {
				Gauge.builder(LINKS, this, (self) -> self.count(provider, state))
					.description("Linked accounts, the same on every node")
					.tag("provider", provider.id())
					.tag("state", state.name().toLowerCase(Locale.ROOT))
					.register(meters);
			}
		}
	}

	private double count(Provider provider, LinkState state) {
		return this.counts.latest()
			.map((all) -> all.getOrDefault(provider.id(), Map.of()).getOrDefault(state, 0L).doubleValue())
			.orElse(Double.NaN);
	}

}
