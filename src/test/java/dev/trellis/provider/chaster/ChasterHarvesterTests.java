package dev.trellis.provider.chaster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.trellis.provider.FakeResourceApi;
import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Parents;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.parsing.OddRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChasterHarvesterTests {

	@Test
	void readsALockAndNothingOfOtherMembers() {
		HarvestPage page = harvest("""
				[{"_id":"64b0c1d2e3f405162738495a","title":"Self-lock","status":"locked","role":"wearer",
				 "startDate":"2026-11-01T08:00:00.000Z","endDate":"2026-12-01T08:00:00.000Z","totalDuration":171382158,
				 "displayRemainingTime":true,"isAllowedToViewTime":true,"combination":"64b0","isTestLock":false,
				 "user":{"_id":"1","username":"riverfox"},"keyholder":{"_id":"2","username":"mapleowl"}}]""");

		assertThat(page.findings()).containsExactly(Finding.of(ItemKind.LOCK, "64b0c1d2e3f405162738495a")
			.title("Self-lock")
			.status("locked")
			.startsAt(Instant.parse("2026-11-01T08:00:00Z"), null)
			.endsAt(Instant.parse("2026-12-01T08:00:00Z"))
			.build());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			                                                      | true
			,"displayRemainingTime":true                          | true
			,"displayRemainingTime":null                          | true
			,"isAllowedToViewTime":"true"                         | true
			,"displayRemainingTime":false                         | false
			,"isAllowedToViewTime":false                          | false
			,"isAllowedToViewTime":"false"                        | false
			,"displayRemainingTime":true,"isAllowedToViewTime":{} | false
			""")
	void keepsTheEndOnlyWhereItIsShown(String flags, boolean shown) {
		HarvestPage page = harvest(
				"[{\"_id\":\"1\",\"endDate\":\"2026-12-01T08:00:00.000Z\"" + ((flags != null) ? flags : "") + "}]");

		assertThat(page.findings().get(0).endsAt() != null).isEqualTo(shown);
	}

	@Test
	void keepsOddLocksAndCountsWhatIsNone() {
		HarvestPage page = harvest("""
				[null,1,"lock",[],{},{"_id":""},{"title":"no identifier"},
				 {"_id":"1"},{"_id":"2","title":7,"status":[],"startDate":"soon","endDate":null}]""");

		assertThat(page.skipped()).isEqualTo(7);
		assertThat(page.findings()).containsExactly(Finding.of(ItemKind.LOCK, "1").build(),
				Finding.of(ItemKind.LOCK, "2").title("7").startsAt(null, "soon").build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "{\"results\":[]}", "\"[]\"" })
	void refusesWhatIsNoList(String json) {
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> harvest(json))
			.extracting(ProviderException::reason)
			.isEqualTo(Reason.MALFORMED);
	}

	@Test
	void looksForArchivedLocksOnFullPassesOnly() {
		FakeResourceApi api = new FakeResourceApi().answer("/locks?status=active", "[{\"_id\":\"1\"}]")
			.answer("/locks?status=archived", "[{\"_id\":\"2\"}]");

		assertThat(api.harvest(new ChasterHarvester(), ItemKind.LOCK, null, Map.of()))
			.flatExtracting(HarvestPage::findings)
			.extracting("externalId")
			.containsExactly("1", "2");
		assertThat(api.since(FakeResourceApi.NOW).harvest(new ChasterHarvester(), ItemKind.LOCK, null, Map.of()))
			.flatExtracting(HarvestPage::findings)
			.extracting("externalId")
			.containsExactly("1");
		assertThat(api.calls()).containsExactly("/locks?status=active", "/locks?status=archived",
				"/locks?status=active");
	}

	@Test
	void endsWhenItWasUnlockedThoughItsTimerIsHidden() {
		HarvestPage page = harvest("""
				[{"_id":"1","endDate":null,"displayRemainingTime":false,"unlockedAt":"2026-11-02T08:00:00.000Z"}]""");

		assertThat(page.findings().get(0).endsAt()).isEqualTo("2026-11-02T08:00:00Z");
	}

	@Test
	void keepsTheProvidersWordsForTimesWithoutAZone() {
		HarvestPage page = harvest("[{\"_id\":\"1\",\"startDate\":\"2026-11-01 08:00\"}]");
		FakeResourceApi api = new FakeResourceApi().parents(lock("l1", "locked", null, null))
			.answer("/locks/l1/history", history("e1", "2026-11-03T08:00:00"));

		assertThat(page.findings().get(0).startsAt()).isEqualTo("2026-11-01T08:00:00Z");
		assertThat(page.findings().get(0).startsText()).isEqualTo("2026-11-01 08:00");
		assertThat(api.first(new ChasterHarvester(), ItemKind.LOCK_EVENT).findings().get(0).startsText())
			.isEqualTo("2026-11-03T08:00:00");
	}

	@Test
	void keepsOfAnEventOnlyItsTimeAndANeutralWord() {
		FakeResourceApi api = new FakeResourceApi().parents(lock("l1", "locked", null, null))
			.answer("/locks/l1/history", """
					{"results":[{"_id":"e2","type":"dice_rolled","title":"%USER% rolled","description":"mapleowl",
					 "createdAt":"2026-11-02T08:00:00.000Z","user":{"username":"mapleowl"}},
					 {"_id":"e1","type":"locked","createdAt":"2026-11-01T08:00:00.000Z"},
					 {"_id":"e0","type":"locked"},null],"count":4,"hasMore":false}""");

		HarvestPage page = api.first(new ChasterHarvester(), ItemKind.LOCK_EVENT);

		assertThat(page.skipped()).isEqualTo(2);
		assertThat(page.findings()).containsExactly(event("e2", "Changed", "2026-11-02T08:00:00Z"),
				event("e1", "Locked", "2026-11-01T08:00:00Z"));
	}

	@Test
	void readsAHistoryUntilWhatIsKnown() {
		FakeResourceApi api = new FakeResourceApi().since(FakeResourceApi.NOW)
			.parents(lock("l1", "locked", null, Instant.parse("2026-11-01T08:00:00Z")))
			.answer("/locks/l1/history?limit=100", history("e3", "2026-11-03T08:00:00.000Z"))
			.answer("/locks/l1/history?lastId=e3&limit=100", history("e1", "2026-11-01T08:00:00.000Z"));

		HarvestPage page = api.first(new ChasterHarvester(), ItemKind.LOCK_EVENT);

		assertThat(page.findings()).extracting(Finding::externalId).containsExactly("e3", "e1");
		assertThat(api.calls()).hasSize(2);
	}

	@Test
	void readsALongHistoryToItsBeginningWhenALockIsFirstSeen() {
		FakeResourceApi api = new FakeResourceApi().parents(lock("l 1", "locked", null, null),
				lock("l2", "locked", null, null));
		IntStream.range(0, 12).forEach((number) -> api.answer(call("l%201", number), hundred(number, number < 11)));
		api.answer("/locks/l2/history?limit=100", history("f1", "2026-11-03T08:00:00.000Z").replace("true", "false"));

		List<HarvestPage> pages = api.harvest(new ChasterHarvester(), ItemKind.LOCK_EVENT, null, Map.of());

		assertThat(pages).hasSize(4);
		assertThat(pages.subList(0, 3)).extracting((page) -> page.findings().size()).containsExactly(500, 500, 200);
		assertThat(pages).flatExtracting(HarvestPage::findings)
			.extracting(Finding::externalId)
			.hasSize(1201)
			.doesNotHaveDuplicates()
			.endsWith("f1");
	}

	@Test
	void reachesWhatIsKnownThoughItTakesPages() {
		FakeResourceApi api = new FakeResourceApi().since(FakeResourceApi.NOW)
			.parents(lock("l1", "locked", null, FakeResourceApi.NOW.minusSeconds(650)));
		IntStream.range(0, 9).forEach((number) -> api.answer(call("l1", number), hundred(number, true)));

		List<HarvestPage> pages = api.harvest(new ChasterHarvester(), ItemKind.LOCK_EVENT, null, Map.of());

		assertThat(pages).flatExtracting(HarvestPage::findings).hasSize(700);
		assertThat(api.calls()).hasSize(7);
	}

	@Test
	void endsWhereAHistoryDoesNotGoOn() {
		FakeResourceApi api = new FakeResourceApi().parents(lock("l1", "locked", null, null))
			.answer("/locks/l1/history", history("e1", "2026-11-03T08:00:00.000Z"));

		assertThat(api.harvest(new ChasterHarvester(), ItemKind.LOCK_EVENT, null, Map.of())).hasSize(1);
		assertThat(api.calls()).hasSize(2);
	}

	@Test
	void asksNoMoreOfLocksThatEndedLongAgo() {
		FakeResourceApi api = new FakeResourceApi().since(FakeResourceApi.NOW)
			.parents(lock("l1", "unlocked", "2026-10-01T08:00:00Z", null),
					lock("l2", "unlocked", "2026-11-20T08:00:00Z", null), lock("l3", "deserted", null, null));

		assertThat(api.first(new ChasterHarvester(), ItemKind.LOCK_EVENT).findings()).isEmpty();

		assertThat(api.calls()).containsExactly("/locks/l2/history?limit=100");
	}

	private static Parents.Parent lock(String id, String status, String end, Instant newest) {
		return new Parents.Parent(id, "Self-lock", status, null, null, (end != null) ? Instant.parse(end) : null,
				newest);
	}

	private static String call(String lock, int number) {
		return "/locks/" + lock + "/history?" + ((number > 0) ? "lastId=e" + (number * 100 - 1) + "&" : "")
				+ "limit=100";
	}

	private static String hundred(int number, boolean more) {
		String events = IntStream.range(number * 100, number * 100 + 100)
			.mapToObj((event) -> "{\"_id\":\"e%d\",\"createdAt\":\"%s\"}".formatted(event,
					FakeResourceApi.NOW.minusSeconds(event)))
			.collect(Collectors.joining(","));
		return "{\"results\":[%s],\"hasMore\":%s}".formatted(events, more);
	}

	private static String history(String id, String at) {
		return "{\"results\":[{\"_id\":\"%s\",\"type\":\"locked\",\"createdAt\":\"%s\"}],\"hasMore\":true}"
			.formatted(id, at);
	}

	private static Finding event(String id, String title, String at) {
		return Finding.of(ItemKind.LOCK_EVENT, id).parent("l1").title(title).startsAt(Instant.parse(at), null).build();
	}

	private static HarvestPage harvest(String json) {
		return new FakeResourceApi().since(FakeResourceApi.NOW)
			.answer("/locks?status=active", json)
			.first(new ChasterHarvester(), ItemKind.LOCK);
	}

	@ParameterizedTest
	@MethodSource("dev.trellis.provider.parsing.OddRows#seeds")
	void countsWhateverItCannotKeep(long seed) {
		ArrayNode rows = OddRows.of(seed, """
				{"_id":"64b0","title":"Self-lock","status":"locked","startDate":"2026-11-01T08:00:00.000Z",
				 "endDate":"2026-12-01T08:00:00.000Z","displayRemainingTime":true}""");

		HarvestPage page = harvest(rows.toString());

		assertThat(page.findings().size() + page.skipped()).isEqualTo(rows.size());
		assertThat(page.findings()).extracting(Finding::externalId)
			.allSatisfy((id) -> assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(200));
		assertThat(harvest(rows.toString())).isEqualTo(page);
	}

}
