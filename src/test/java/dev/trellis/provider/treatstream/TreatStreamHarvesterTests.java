package dev.trellis.provider.treatstream;

import java.time.Instant;
import java.util.List;

import dev.trellis.provider.FakeResourceApi;
import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.parsing.OddRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TreatStreamHarvesterTests {

	private static final String TREAT = """
			{"sender":"mapleowl","sender_type":"twitch","receiver":"riverfox","receiver_type":"twitch",
			 "title":"Veggie Burrito","message":"have a good one","date_created":"2026-03-04 18:22:07"}""";

	@Test
	void readsATreat() {
		HarvestPage page = harvest("{\"treats\":[" + TREAT + "]}");

		assertThat(page.next()).isNull();
		assertThat(page.skipped()).isZero();
		assertThat(page.accountHint()).isEqualTo("riverfox");
		assertThat(page.findings()).singleElement()
			.isEqualTo(Finding.of(ItemKind.TREAT, page.findings().get(0).externalId())
				.title("Veggie Burrito")
				.actor("mapleowl")
				.body("have a good one")
				.startsAt(Instant.parse("2026-03-04T18:22:07Z"), "2026-03-04 18:22:07")
				.build());
		assertThat(page.findings().get(0).externalId()).matches("[0-9a-f]{64}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"treats\":[%s]}", "[%s]", "{\"data\":[%s]}", "{\"success\":true,\"data\":[%s]}",
			"{\"treats\":{\"3\":%s}}", "{\"0\":%s}", "{\"success\":true,\"7\":%s}", "{\"data\":{\"treats\":[%s]}}",
			"{\"status\":\"ok\",\"treats\":[%s],\"errors\":[]}" })
	void readsEveryShape(String shape) {
		assertThat(harvest(shape.formatted(TREAT)).findings()).singleElement()
			.extracting(Finding::title)
			.isEqualTo("Veggie Burrito");
	}

	@Test
	void readsTheSameTreatWhenItIsToldLive() {
		JsonNode told = JsonMapper.shared().readTree(TREAT);

		List<Finding> findings = new TreatStreamHarvester().read("realTimeTreat", told);

		assertThat(findings).isEqualTo(harvest("[" + TREAT + "]").findings());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			realTimeTreat | null
			realTimeTreat | 7
			realTimeTreat | [{"title":"Tea"}]
			realTimeTreat | {"amount":3}
			other         | {"title":"Tea"}
			""")
	void readsNothingInWhatIsNoTreat(String event, String content) {
		assertThat(new TreatStreamHarvester().read(event, JsonMapper.shared().readTree(content))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "{}", "{\"treats\":[]}", "{\"treats\":null}", "{\"treats\":{}}", "{\"data\":[]}" })
	void readsNoTreats(String json) {
		assertThat(harvest(json)).isEqualTo(HarvestPage.last(List.of(), 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "7", "\"treats\"", "{\"treats\":\"none\"}", "{\"message\":\"no\"}",
			"{\"a\":[],\"b\":[]}", "{\"a\":{\"b\":{\"c\":{\"d\":[]}}}}" })
	void refusesWhatHoldsNoList(String json) {
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> harvest(json))
			.extracting(ProviderException::reason)
			.isEqualTo(Reason.MALFORMED);
	}

	@Test
	void keepsOddTreatsAndCountsWhatIsNone() {
		HarvestPage page = harvest("""
				{"treats":[{"sender":"  ","title":"","message":"hi"},{"title":"Tea","date_created":"lately"},
				 {"sender":12,"title":{},"date_created":1700000000},null,"treat",7,[],{},{"receiver":"riverfox"}]}""");

		assertThat(page.skipped()).isEqualTo(6);
		assertThat(page.accountHint()).isEqualTo("riverfox");
		assertThat(page.findings()).extracting(Finding::actor).containsExactly(null, null, "12");
		assertThat(page.findings()).extracting(Finding::title).containsExactly(null, "Tea", null);
		assertThat(page.findings()).extracting(Finding::startsText).containsExactly(null, "lately", null);
		assertThat(page.findings().get(2).startsAt()).isEqualTo(Instant.ofEpochSecond(1700000000));
	}

	@Test
	void keepsTheProvidersWordsOnlyWhereTheZoneIsUnknown() {
		HarvestPage page = harvest("[{\"title\":\"Tea\",\"date_created\":\"2026-03-04T18:22:07+01:00\"}]");

		assertThat(page.findings().get(0).startsAt()).isEqualTo("2026-03-04T17:22:07Z");
		assertThat(page.findings().get(0).startsText()).isNull();
	}

	@Test
	void keepsTwinsApartAndKnowsThemAgain() {
		String twice = "[" + TREAT + "," + TREAT + "]";

		List<String> ids = ids(harvest(twice));

		assertThat(ids).hasSize(2).doesNotHaveDuplicates();
		assertThat(ids(harvest(twice))).isEqualTo(ids);
		assertThat(ids(harvest("[" + TREAT + "]"))).containsExactly(ids.get(0));
	}

	@Test
	void tellsTreatsApartByEachField() {
		List<String> ids = ids(harvest("""
				[{"sender":"ab","title":"c"},{"sender":"a","title":"bc"},{"sender":"ab","title":"c","message":"d"},
				 {"sender":"ab","sender_type":"d","title":"c"},{"title":"ab","message":"c"}]"""));

		assertThat(ids).hasSize(5).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("dev.trellis.provider.parsing.OddRows#seeds")
	void countsWhateverItCannotKeepAndKnowsTheRestAgain(long seed) {
		ArrayNode rows = OddRows.of(seed, TREAT);

		HarvestPage page = harvest(rows.toString());

		assertThat(page.findings().size() + page.skipped()).isEqualTo(rows.size());
		assertThat(ids(page)).doesNotHaveDuplicates();
		assertThat(harvest(rows.toString())).isEqualTo(page);
	}

	@Test
	void asksWhereTheDescriptionSays() {
		FakeResourceApi api = new FakeResourceApi().describe("treats", "/v2/treats").answer("/v2/treats", "[]");

		api.first(new TreatStreamHarvester(), ItemKind.TREAT);

		assertThat(api.calls()).containsExactly("/v2/treats");
	}

	private static List<String> ids(HarvestPage page) {
		return page.findings().stream().map(Finding::externalId).toList();
	}

	private static HarvestPage harvest(String json) {
		return new FakeResourceApi().answer("/getMonthTreats", json).first(new TreatStreamHarvester(), ItemKind.TREAT);
	}

}
