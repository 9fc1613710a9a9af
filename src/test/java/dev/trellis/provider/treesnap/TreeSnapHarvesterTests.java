package dev.trellis.provider.treesnap;

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TreeSnapHarvesterTests {

	private static final String OBSERVATION = """
			{"id":4711,"custom_id":null,"category":"American Chestnut","genus":"Castanea","species":"dentata",
			 "submitter":"Anonymous","thumbnail":"https://treesnap.org/storage/thumbnails/x.jpg",
			 "images":{"images":["https://treesnap.org/storage/images/a.jpg"]},
			 "longitude":-83.91,"latitude":35.95,"location_accuracy":"Within 8 kilometers radius",
			 "collection_date":"2024-05-01 13:14:15 GMT +0000",
			 "meta_data":{"comment":"by the creek","diameterNumeric":12},
			 "url":"https://treesnap.org/observation/4711"}""";

	@Test
	void readsAnObservation() {
		HarvestPage page = harvest(envelope(1, 1, OBSERVATION)).get(0);

		assertThat(page.findings()).containsExactly(Finding.of(ItemKind.OBSERVATION, "4711")
			.title("Castanea dentata")
			.category("American Chestnut")
			.body("by the creek")
			.startsAt(Instant.parse("2024-05-01T13:14:15Z"), null)
			.place(35.95, -83.91, "Within 8 kilometers radius")
			.picture(URI.create("https://treesnap.org/storage/thumbnails/x.jpg"))
			.page(URI.create("https://treesnap.org/observation/4711"))
			.build());
	}

	@Test
	void walksAllPagesByItsOwnLinksNewestFirst() {
		FakeResourceApi api = new FakeResourceApi();
		for (int page = 1; page <= 3; page++) {
			api.answer("/my-observations?order_direction=desc&page=" + page + "&per_page=100",
					envelope(page, 3, "{\"id\":" + page + "}"));
		}

		List<HarvestPage> pages = api.harvest(new TreeSnapHarvester(), ItemKind.OBSERVATION, null, Map.of());

		assertThat(pages).hasSize(3).extracting(HarvestPage::total).containsOnly(61);
		assertThat(pages).flatExtracting(HarvestPage::findings).extracting("externalId").containsExactly("1", "2", "3");
	}

	@Test
	void readsEmptyObjectsThatPhpWritesAsArrays() {
		Finding finding = harvest(envelope(1, 1, """
				{"id":"12","category":"Other (Bonsai)","genus":null,"species":" ","images":[],"meta_data":[]}"""))
			.get(0)
			.findings()
			.get(0);

		assertThat(finding).isEqualTo(
				Finding.of(ItemKind.OBSERVATION, "12").title("Other (Bonsai)").category("Other (Bonsai)").build());
	}

	@Test
	void keepsOddObservationsAndCountsWhatIsNone() {
		HarvestPage page = harvest(envelope(1, 1, """
				null,7,"x",[],{},{"id":null},{"id":""},{"id":{}},
				{"id":1,"latitude":"35.95","longitude":"-83.91"},
				{"id":2,"latitude":91,"longitude":0,"location_accuracy":"Within 8 kilometers radius"},
				{"id":3,"latitude":10},
				{"id":4,"thumbnail":"javascript:alert(1)","url":"http://treesnap.org/observation/4"},
				{"id":5,"collection_date":"0000-00-00 00:00:00 GMT +0000","genus":"Quercus","meta_data":"x"}"""))
			.get(0);

		assertThat(page.skipped()).isEqualTo(8);
		assertThat(page.findings()).extracting(Finding::externalId).containsExactly("1", "2", "3", "4", "5");
		assertThat(page.findings()).extracting(Finding::latitude).containsExactly(35.95, null, null, null, null);
		assertThat(page.findings()).extracting(Finding::accuracy).containsOnlyNulls();
		assertThat(page.findings()).extracting(Finding::picture).containsOnlyNulls();
		assertThat(page.findings()).extracting(Finding::page).containsOnlyNulls();
		assertThat(page.findings().get(4).title()).isEqualTo("Quercus");
		assertThat(page.findings().get(4).startsText()).isEqualTo("0000-00-00 00:00:00 GMT +0000");
	}

	@Test
	void keepsTheProvidersWordsOnlyWhereTheZoneIsUnknown() {
		List<Finding> findings = harvest(envelope(1, 1,
				"""
						{"id":1,"collection_date":"2026-03-04 18:22:07"},{"id":2,"collection_date":"2026-03-04 18:22:07 GMT +0000"},
						{"id":3,"collection_date":"last spring"},{"id":4,"collection_date":0},
						{"id":5,"collection_date":{"date":"2026-03-04 18:22:07.000000","timezone":"Nowhere"}}"""))
			.get(0)
			.findings();

		assertThat(findings).extracting(Finding::startsText)
			.containsExactly("2026-03-04 18:22:07", null, "last spring", null, "2026-03-04 18:22:07.000000");
		assertThat(findings.get(0).startsAt()).isEqualTo(findings.get(1).startsAt());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":{\"data\":[],\"current_page\":1,\"last_page\":9}}",
			"{\"data\":{\"data\":[{\"id\":1}]}}", "{\"data\":{\"data\":[{\"id\":1}],\"next_page_url\":null}}",
			"{\"data\":{\"data\":[{\"id\":1}],\"current_page\":\"1\",\"last_page\":\"1\",\"per_page\":\"100\"}}",
			"{\"data\":{\"data\":{\"4\":{\"id\":1}},\"current_page\":7,\"last_page\":3}}" })
	void endsOnTheLastPage(String json) {
		assertThat(harvest(json)).hasSize(1);
	}

	@Test
	void goesOnThoughTheAnswerNamesAnotherPage() {
		FakeResourceApi api = new FakeResourceApi().answer("/my-observations", envelope(1, 3, "{\"id\":1}"));

		assertThat(api.harvest(new TreeSnapHarvester(), ItemKind.OBSERVATION, null, Map.of())).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "{}", "{\"data\":[]}", "{\"data\":{}}", "{\"data\":{\"data\":\"x\"}}",
			"{\"error\":\"Unauthenticated.\"}" })
	void refusesWhatHoldsNoList(String json) {
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> harvest(json))
			.extracting(ProviderException::reason)
			.isEqualTo(Reason.MALFORMED);
	}

	private static List<HarvestPage> harvest(String json) {
		return new FakeResourceApi().answer("/my-observations", json)
			.harvest(new TreeSnapHarvester(), ItemKind.OBSERVATION, null, Map.of());
	}

	private static String envelope(int page, int last, String rows) {
		return """
				{"data":{"current_page":%d,"data":[%s],"last_page":%d,"per_page":"100","total":61,
				 "next_page_url":"https://treesnap.org/web-services/v1/my-observations?page=2"},"error_code":0}"""
			.formatted(page, rows, last);
	}

	@ParameterizedTest
	@MethodSource("dev.trellis.provider.parsing.OddRows#seeds")
	void countsWhateverItCannotKeep(long seed) {
		ArrayNode rows = OddRows.of(seed, OBSERVATION);

		HarvestPage page = harvest(envelope(1, 1, inner(rows))).get(0);

		assertThat(page.findings().size() + page.skipped()).isEqualTo(rows.size());
		assertThat(page.findings()).extracting(Finding::externalId)
			.allSatisfy((id) -> assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(200));
		assertThat(harvest(envelope(1, 1, inner(rows))).get(0)).isEqualTo(page);
	}

	private static String inner(ArrayNode rows) {
		String text = rows.toString();
		return text.substring(1, text.length() - 1);
	}

}
