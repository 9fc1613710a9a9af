package dev.trellis.webhook;

import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import dev.trellis.telemetry.Reading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts and times the calls of webhooks, and shows operators what waits, free of secrets
 * and of addresses.
 */
@Component
class WebhookMetrics {

	static final String CALLS = "trellis.webhook";

	static final String WAITING = "trellis.webhook.waiting";

	static final String OFF = "trellis.webhook.off";

	private final MeterRegistry meters;

	private final JdbcClient jdbc;

	private final Reading<Counts> counts = new Reading<>(this::count);

	WebhookMetrics(MeterRegistry meters, JdbcClient jdbc) {
		this.meters = meters;
		this.jdbc = jdbc;
		// A rate is known only of what was there before.
		timer(null);
		Stream.of(CallFailure.values()).forEach(this::timer);
		show(WAITING, "Deliveries that wait, the same on every node", Counts::waiting);
		show(OFF, "Webhooks that were switched off as nobody received them, the same on every node", Counts::off);
	}

	private void show(String name, String words, ToLongFunction<Counts> figure) {
		Gauge.builder(name, this.counts, (reading) -> value(reading, figure)).description(words).register(this.meters);
	}

	private static double value(Reading<Counts> counts, ToLongFunction<Counts> figure) {
		return counts.latest().map((all) -> (double) figure.applyAsLong(all)).orElse(Double.NaN);
	}

	private Counts count() {
		return this.jdbc.sql("""
				select (select count(*) from webhook_delivery where state = 'WAITING') as waiting,
				       (select count(*) from webhook where off_reason is not null) as off""")
			.query((row, number) -> new Counts(row.getLong("waiting"), row.getLong("off")))
			.single();
	}

	/**
	 * A call ended.
	 * @param call what it came to
	 */
	void called(Call call) {
		timer(call.failure()).record(call.duration());
	}

	private Timer timer(@Nullable CallFailure failure) {
		return Timer.builder(CALLS)
			.description("Calls of webhooks")
			.tag("outcome", (failure != null) ? failure.key() : "delivered")
			.register(this.meters);
	}

	/**
	 * What is read at once.
	 *
	 * @param waiting how many deliveries wait
	 * @param off how many webhooks were switched off as nobody received them
	 */
	private record Counts(long waiting, long off) {
	}

}
