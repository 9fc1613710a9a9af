package dev.trellis.provider.parsing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for whatever is received: made from seeds, so that a failure can be had
 * again.
 */
class GeneratedInputTests {

	private static final long LAST_SECOND = Instant.parse("9999-12-30T00:00:00Z").getEpochSecond();

	@ParameterizedTest
	@MethodSource("seeds")
	void anyTimeInAnyFormWithAZoneIsTheSameInstant(long seed) {
		Random random = new Random(seed);
		Instant at = time(random);
		OffsetDateTime there = at.atOffset(ZoneOffset.ofTotalSeconds((random.nextInt(28 * 4) - 56) * 900));
		List<String> forms = List.of(quoted(at.toString()),
				quoted(there.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)),
				quoted(there.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'GMT' xx"))),
				quoted(there.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSSx"))), millis(at),
				quoted(millis(at)), """
						{"date":"%s","timezone_type":3,"timezone":"UTC"}"""
					.formatted(local(at).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS"))));

		assertThat(forms).allSatisfy((form) -> {
			// So small a number counts seconds.
			if (!form.matches("\"?\\d{1,11}\"?")) {
				assertThat(moment(form)).isEqualTo(new Moment(at, true));
			}
		});
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void anyTimeWithoutAZoneCountsAsUtcAndSaysSo(long seed) {
		Instant at = time(new Random(seed)).truncatedTo(ChronoUnit.SECONDS);

		assertThat(moment(quoted(local(at).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")))))
			.isEqualTo(new Moment(at, false));
		assertThat(moment(quoted(local(at).format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")))))
			.isEqualTo(new Moment(at, false));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void aDateOfPhpIsReadInItsZone(long seed) {
		Random random = new Random(seed);
		Instant at = time(random).truncatedTo(ChronoUnit.DAYS).plusSeconds(43_200);
		ZoneId zone = ZoneId
			.of(List.of("Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC").get(random.nextInt(4)));

		assertThat(moment("{\"date\":\"%s\",\"timezone\":\"%s\"}"
			.formatted(at.atZone(zone).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS")), zone)))
			.isEqualTo(new Moment(at, true));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void nothingThatJsonCanSayBreaksARow(long seed) {
		JsonNode value = OddRows.anything(seed);
		Row row = Row.of(JsonNodeFactory.instance.objectNode().set("a", value));

		for (PlainText kind : PlainText.values()) {
			assertThat(row.text("a", kind)).satisfiesAnyOf((text) -> assertThat(text).isNull(),
					(text) -> assertThat(text).hasSizeBetween(1, kind.length())
						.isEqualTo(text.strip())
						.doesNotContain("\u0000", "\r")
						.matches((plain) -> plain.codePoints()
							.noneMatch((codePoint) -> Character.getType(codePoint) == Character.SURROGATE)));
		}
		assertThat(row.id("a")).satisfiesAnyOf((id) -> assertThat(id).isNull(),
				(id) -> assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(200));
		assertThat(row.number("a")).satisfiesAnyOf((number) -> assertThat(number).isNull(),
				(number) -> assertThat(number).isFinite());
		assertThat(row.instant("a")).satisfiesAnyOf((at) -> assertThat(at).isNull(),
				(at) -> assertThat(at).isBetween(Instant.EPOCH, Instant.ofEpochSecond(LAST_SECOND + 86_400)));
		assertThat(row.link("a")).satisfiesAnyOf((link) -> assertThat(link).isNull(),
				(link) -> assertThat(link.toString()).matches("(?i)https://[\\x21-\\x7e]{1,1992}"));
	}

	static LongStream seeds() {
		return OddRows.seeds();
	}

	private static Instant time(Random random) {
		return Instant.ofEpochMilli(1 + Math.floorMod(random.nextLong(), LAST_SECOND * 1000));
	}

	private static LocalDateTime local(Instant at) {
		return at.atOffset(ZoneOffset.UTC).toLocalDateTime();
	}

	private static String millis(Instant at) {
		return Long.toString(at.toEpochMilli());
	}

	private static String quoted(String text) {
		return "\"" + text + "\"";
	}

	private static Moment moment(String json) {
		return Moment.of(JsonMapper.shared().readTree(json));
	}

}
