package dev.trellis.provider.likecoin;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.trellis.provider.FakeResourceApi;
import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.parsing.OddRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LikeCoinHarvesterTests {

	private static final String TOTAL = "/like/info/like/history/total";

	private static final String AMOUNT = "/like/info/like/amount";

	private static final String WORKS = "/like/info/user/alice01/latest";

	private final FakeResourceApi api = new FakeResourceApi();

	@Test
	void readsWorksPageByPage() {
		this.api.answer(WORKS + "?limit=50", """
				{"list":[{"referrer":"https://a.test/1?x","url":"https://a.test/1","user":"bob","ts":1700000003000},
				 {"url":"https://a.test/2","user":"carol","ts":"1700000002000"}]}""");
		this.api.answer(WORKS + "?before=1700000002001&limit=50", """
				{"list":[{"url":"https://a.test/2","user":"carol","ts":1700000002000},
				 {"url":"https://a.test/3","user":"carol","ts":1700000002000},
				 {"referrer":"https://a.test/4","user":"","ts":1700000001000}]}""");
		this.api.answer(WORKS + "?before=1700000001001&limit=50", """
				{"list":[{"referrer":"https://a.test/4","user":"","ts":1700000001000}]}""");

		List<HarvestPage> pages = harvest(ItemKind.LIKED_WORK);

		assertThat(pages).hasSize(3);
		assertThat(pages).flatExtracting(HarvestPage::findings)
			.extracting(Finding::title)
			.containsExactly("https://a.test/1", "https://a.test/2", "https://a.test/2", "https://a.test/3",
					"https://a.test/4", "https://a.test/4");
		assertThat(pages).flatExtracting(HarvestPage::findings)
			.extracting(Finding::externalId)
			.containsOnlyOnce(pages.get(0).findings().get(0).externalId());
		assertThat(pages.get(1).findings().get(0)).isEqualTo(pages.get(0).findings().get(1));
		assertThat(pages.get(0).findings().get(0))
			.isEqualTo(Finding.of(ItemKind.LIKED_WORK, pages.get(0).findings().get(0).externalId())
				.title("https://a.test/1")
				.actor("bob")
				.startsAt(Instant.ofEpochSecond(1700000003), null)
				.page(URI.create("https://a.test/1"))
				.build());
	}

	@Test
	void asksOnlyForWhatCameAfterTheNewestThatIsKnown() {
		this.api.since(Instant.ofEpochMilli(1_700_000_000_000L)).answer(WORKS, """
				{"list":[{"url":"https://a.test/2","user":"bob","ts":1700000001000}]}""");

		harvest(ItemKind.LIKED_WORK);

		assertThat(this.api.calls()).hasSize(2).allMatch((call) -> call.contains("?after=1699999999999&"));
	}

	@Test
	void endsWhereWorksHaveNoTime() {
		this.api.answer(WORKS, "{\"list\":[{\"url\":\"https://a.test/1\",\"user\":\"bob\"}]}");

		assertThat(harvest(ItemKind.LIKED_WORK)).hasSize(1);
	}

	@Test
	void endsWhereTheProviderIgnoresTheCursor() {
		this.api.answer(WORKS, "{\"list\":[{\"url\":\"https://a.test/1\",\"user\":\"bob\",\"ts\":1700000001000}]}");

		assertThat(harvest(ItemKind.LIKED_WORK)).hasSize(2);
	}

	@Test
	void keepsOddWorksAndCountsWhatIsNone() {
		this.api.answer(WORKS, """
				[null,1,"x",{},{"url":" "},{"user":"bob","ts":1},
				 {"url":"javascript:alert(1)","ts":"soon"},{"url":"http://a.test/"}]""");

		HarvestPage page = harvest(ItemKind.LIKED_WORK).get(0);

		assertThat(page.skipped()).isEqualTo(6);
		assertThat(page.findings()).extracting(Finding::title).containsExactly("javascript:alert(1)", "http://a.test/");
		assertThat(page.findings()).extracting(Finding::page).containsOnlyNulls();
	}

	@Test
	void findsNoWorksOfNobody() {
		assertThat(this.api.harvest(new LikeCoinHarvester(), ItemKind.LIKED_WORK, null, Map.of()))
			.containsExactly(HarvestPage.last(List.of(), 0));
		assertThat(this.api.calls()).isEmpty();
	}

	@Test
	void encodesTheLiker() {
		this.api.describe("liked-works", "/likes/of/{id}").answer("/likes/of/a%2Fb%3Fc", "[]");

		assertThat(this.api.harvest(new LikeCoinHarvester(), ItemKind.LIKED_WORK, "a/b?c", Map.of())).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"list\":[\"bob\",\"carol\",null,\"\",{\"user\":\"dan\"},{},7]}",
			"[\"bob\",\"carol\",null,\"\",{\"user\":\"dan\"},{},7]" })
	void readsAuthors(String json) {
		this.api.answer("/like/info/liked/list", json);

		HarvestPage page = harvest(ItemKind.LIKED_AUTHOR).get(0);

		assertThat(page.findings()).extracting(Finding::externalId).containsExactly("bob", "carol", "dan", "7");
		assertThat(page.findings()).extracting(Finding::title).containsExactly("bob", "carol", "dan", "7");
		assertThat(page.skipped()).isEqualTo(3);
	}

	@Test
	void readsTotals() {
		this.api.answer(TOTAL, "{\"total\":\"321\"}").answer(AMOUNT, "{\"cosmosLIKE\":12.5,\"walletLIKE\":\"x\"}");

		assertThat(harvest(ItemKind.TOTAL).get(0).findings()).containsExactly(
				Finding.of(ItemKind.TOTAL, "total").title("Likes").quantity(321.0).build(),
				Finding.of(ItemKind.TOTAL, "cosmosLIKE")
					.title("cosmosLIKE")
					.quantity(12.5)
					.reading(null, "LIKE")
					.build());
	}

	@ParameterizedTest
	@EnumSource(names = { "NOT_FOUND", "SCOPE_MISSING", "REQUEST_REFUSED", "MALFORMED" })
	void readsTheTotalWithoutAmounts(Reason reason) {
		this.api.answer(TOTAL, "{\"total\":321}").fail(AMOUNT, reason);

		assertThat(harvest(ItemKind.TOTAL).get(0).findings()).singleElement()
			.extracting(Finding::quantity)
			.isEqualTo(321.0);
	}

	@ParameterizedTest
	@EnumSource(names = { "RATE_LIMITED", "TOKEN_REFUSED", "UNAVAILABLE" })
	void passesOnWhatMayPass(Reason reason) {
		this.api.answer(TOTAL, "{\"total\":321}").fail(AMOUNT, reason);

		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> harvest(ItemKind.TOTAL))
			.extracting(ProviderException::reason)
			.isEqualTo(reason);
	}

	@ParameterizedTest
	@EnumSource(names = { "LIKED_WORK", "LIKED_AUTHOR", "TOTAL" })
	void refusesWhatHasAnotherShape(ItemKind kind) {
		this.api.answer(WORKS, "{}").answer("/like/info/liked/list", "{\"list\":\"none\"}").answer(TOTAL, "{}");

		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> harvest(kind))
			.extracting(ProviderException::reason)
			.isEqualTo(Reason.MALFORMED);
	}

	@Test
	void keepsTheProvidersWordsOnlyWhereTheZoneIsUnknown() {
		this.api.answer(WORKS, """
				[{"url":"https://a.test/1","ts":"2026-03-04 18:22"},{"url":"https://a.test/2","ts":"lately"},
				 {"url":"https://a.test/3","ts":1700000001000},{"url":"https://a.test/4","ts":-1}]""");

		assertThat(harvest(ItemKind.LIKED_WORK).get(0).findings()).extracting(Finding::startsText)
			.containsExactly("2026-03-04 18:22", "lately", null, null);
	}

	@ParameterizedTest
	@MethodSource("dev.trellis.provider.parsing.OddRows#seeds")
	void countsWhateverItCannotKeep(long seed) {
		ArrayNode works = OddRows.of(seed, """
				{"referrer":"https://a.test/1?x","url":"https://a.test/1","user":"bob","ts":1700000003000}""");
		ArrayNode authors = OddRows.of(seed, "{\"user\":\"bob\"}");
		this.api.answer(WORKS, works.toString()).answer("/like/info/liked/list", authors.toString());

		HarvestPage work = harvest(ItemKind.LIKED_WORK).get(0);
		HarvestPage author = harvest(ItemKind.LIKED_AUTHOR).get(0);

		assertThat(work.findings().size() + work.skipped()).isEqualTo(works.size());
		assertThat(author.findings().size() + author.skipped()).isEqualTo(authors.size());
		assertThat(work.findings()).extracting(Finding::externalId)
			.allSatisfy((id) -> assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(200));
		assertThat(author.findings()).extracting(Finding::externalId)
			.allSatisfy((id) -> assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(200));
		assertThat(harvest(ItemKind.LIKED_WORK).get(0)).isEqualTo(work);
	}

	private List<HarvestPage> harvest(ItemKind kind) {
		return this.api.harvest(new LikeCoinHarvester(), kind, "alice01", Map.of());
	}

}
