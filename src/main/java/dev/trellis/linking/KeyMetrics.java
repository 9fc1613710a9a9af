package dev.trellis.linking;

import dev.trellis.telemetry.Reading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Shows operators, on every node, when the older keys of the vault are needed no more.
 */
@Component
class KeyMetrics implements MeterBinder {

	static final String BEHIND = "trellis.vault.rows.behind";

	private final Reading<Long> behind;

	KeyMetrics(KeyRotation rotation) {
		this.behind = new Reading<>(rotation::behind);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge.builder(BEHIND, this.behind, (reading) -> reading.latest().map(Long::doubleValue).orElse(Double.NaN))
			.description("Rows that other keys than the active one sealed")
			.register(meters);
	}

}
