package dev.trellis.provider.grovestreams;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GroveStreamsHarvesterTests {

	private static final String QUERY = "/gql?c=true&h=true&org=%s&s=select cname, cid, uid, id, name, unitUid, "
			+ "lastValue, lastUpdated from stream";

	private static final String COLUMNS = """
			{"success":true,"message":"","cols":[{"valueType":"STRING","name":"cname"},{"name":"UID"},{"name":"id"},
			 {"name":"name"},{"name":"unitUid"},{"valueType":"DOUBLE","name":"lastValue"},{"name":"lastUpdated"}],
			 "rows":[%s]}""";

	private static final String UNKNOWN_COLUMNS = "{\"success\":false,\"message\":\"Unknown column\"}";

	private final FakeResourceApi api = new FakeResourceApi();

	private final Map<String, String> organizations = new LinkedHashMap<>();

	@Test
	void findsNothingWithoutOrganizations() {
		assertThat(harvest()).containsExactly(HarvestPage.last(List.of(), 0));
		assertThat(this.api.calls()).isEmpty();
	}

	@Test
	void readsStreamsOrganizationByOrganization() {
		this.organizations.put(" e1a0", "North Greenhouse");
		this.organizations.put("e2b0", "South Greenhouse");
		this.api.answer(QUERY.formatted("e1a0"),
				COLUMNS
					.formatted("[\"Greenhouse 1\",\" s1 \",\"temperature\",\"Temperature\",\"u1\",21.4,1700000000000],"
							+ "[\"Greenhouse 1\",\"s2\",\"door\",\"\",null,true,0]"));
		this.api.answer(QUERY.formatted("e2b0"),
				COLUMNS.formatted("[\"Shed\",\"s3\",\"note\",\"Note\",\"\",\"wet\",\"x\"]"));
		this.api.answer("/unit?org=e1a0", "{\"unit\":[{\"uid\":\"u1\",\"name\":\"Celsius\",\"symbol\":\"\u00B0C\"}]}");

		List<HarvestPage> pages = harvest();

		assertThat(pages).hasSize(2);
		assertThat(pages.get(0).findings()).containsExactly(
				Finding.of(ItemKind.STREAM, "e1a0/s1")
					.title("Temperature")
					.category("Greenhouse 1")
					.organization("North Greenhouse")
					.quantity(21.4)
					.reading("21.4", "\u00B0C")
					.startsAt(Instant.ofEpochSecond(1700000000), null)
					.build(),
				Finding.of(ItemKind.STREAM, "e1a0/s2")
					.title("door")
					.category("Greenhouse 1")
					.organization("North Greenhouse")
					.reading("true", null)
					.build());
		assertThat(pages.get(1).findings()).containsExactly(Finding.of(ItemKind.STREAM, "e2b0/s3")
			.title("Note")
			.category("Shed")
			.organization("South Greenhouse")
			.reading("wet", null)
			.startsAt(null, "x")
			.build());
	}

	@Test
	void readsStreamsWithoutUnits() {
		this.organizations.put("e1a0", "North Greenhouse");
		this.api
			.answer("/gql", COLUMNS.formatted("[\"Greenhouse 1\",\"s1\",\"t\",\"T\",\"u1\",\"21.4\",1700000000000]"))
			.answer("/unit", "{\"success\":\"false\"}");

		Finding stream = harvest().get(0).findings().get(0);

		assertThat(stream.unit()).isNull();
		assertThat(stream.quantity()).isEqualTo(21.4);
	}

	@Test
	void countsRowsThatMakeNoSense() {
		this.organizations.put("e1a0", "North Greenhouse");
		this.api.answer("/gql", COLUMNS.formatted("null,7,[],{},[\"c\",null],[\"c\",\"s1\"]"));

		HarvestPage page = harvest().get(0);

		assertThat(page.skipped()).isEqualTo(5);
		assertThat(page.findings()).extracting(Finding::externalId).containsExactly("e1a0/s1");
	}

	@ParameterizedTest
	@ValueSource(strings = { UNKNOWN_COLUMNS, "{\"success\":\"false\"}", "{}", "[]",
			"{\"success\":true,\"cols\":[],\"rows\":[]}" })
	void walksComponentsWhereTheQueryIsNotUnderstood(String refusal) {
		this.organizations.put("e1a0", "North Greenhouse");
		describeComponents();
		this.api.answer("/gql", refusal);

		assertWalk(harvest());
	}

	@ParameterizedTest
	@EnumSource(names = { "REQUEST_REFUSED", "NOT_FOUND", "OVERSIZED", "MALFORMED" })
	void walksComponentsWhereTheQueryIsRefused(Reason reason) {
		this.organizations.put("e1a0", "North Greenhouse");
		describeComponents();
		this.api.fail("/gql", reason);

		assertWalk(harvest());
	}

	@ParameterizedTest
	@EnumSource(names = { "RATE_LIMITED", "TOKEN_REFUSED", "SCOPE_MISSING", "UNAVAILABLE" })
	void passesOnWhatTheWalkWouldNotChange(Reason reason) {
		this.organizations.put("e1a0", "North Greenhouse");
		this.api.fail("/gql", reason);

		assertThatExceptionOfType(ProviderException.class).isThrownBy(this::harvest)
			.extracting(ProviderException::reason)
			.isEqualTo(reason);
		assertThat(this.api.calls()).hasSize(1);
	}

	@Test
	void refusesWhereNothingIsUnderstood() {
		this.organizations.put("e1a0", "North Greenhouse");
		this.api.answer("/gql", UNKNOWN_COLUMNS).answer("/component", UNKNOWN_COLUMNS);
		assertThatExceptionOfType(ProviderException.class).isThrownBy(this::harvest)
			.extracting(ProviderException::reason)
			.isEqualTo(Reason.REQUEST_REFUSED);

		this.api.answer("/component", "{\"success\":true}");
		assertThatExceptionOfType(ProviderException.class).isThrownBy(this::harvest)
			.extracting(ProviderException::reason)
			.isEqualTo(Reason.MALFORMED);
	}

	@Test
	void walksOnWithTheNextOrganization() {
		this.organizations.put("e1a0", "North Greenhouse");
		this.organizations.put("e2b0", "South Greenhouse");
		describeComponents();
		this.api.answer("/gql", UNKNOWN_COLUMNS)
			.answer(QUERY.formatted("e2b0"), COLUMNS.formatted("[\"Shed\",\"s3\",\"note\"]"));

		List<HarvestPage> pages = harvest();

		assertThat(pages).extracting(HarvestPage::next).containsExactly("10:e1a0", "all:e2b0", null);
		assertThat(pages.get(2).findings()).extracting(Finding::externalId).containsExactly("e2b0/s3");
	}

	@Test
	void endsWhereTheOrganizationIsGone() {
		assertThat(Position.of("10:gone", Map.of("e1a0", "North").keySet())).isEmpty();
		assertThat(Position.of("nonsense", Map.of("e1a0", "North").keySet())).isEmpty();
	}

	private void describeComponents() {
		this.api.answer("/component?limit=10&org=e1a0&start=0", """
				{"success":true,"message":"","totalCount":11,"component":[
				 {"uid":"c1","id":"gh[1]","name":"Greenhouse 1"},{"name":"no identifier"},null]}""");
		this.api.answer("/component?limit=10&org=e1a0&start=10", """
				{"success":true,"message":"","totalCount":11,"component":[{"uid":"c2","name":"Greenhouse 2"}]}""");
		this.api.answer("/component/c1/stream", """
				{"stream":[{"uid":"s1","id":"temperature","name":"Temperature","unit":{"uid":"u1"}},
				 {"uid":"s2","id":"silent","name":"Silent"}]}""");
		this.api.answer("/comp/gh%5B1%5D/last_value", """
				[{"streamId":"temperature","time":1700000000000,"data":21.4},{"data":1},
				 {"streamId":"door","time":1700000000500,"data":true}]""");
		this.api.answer("/unit", "{\"unit\":[{\"uid\":\"u1\",\"name\":\"Celsius\"}]}");
	}

	private static void assertWalk(List<HarvestPage> pages) {
		assertThat(pages).hasSize(2);
		assertThat(pages.get(0).findings()).extracting(Finding::externalId)
			.containsExactly("e1a0/s1", "e1a0/s2", "e1a0/c1/door");
		assertThat(pages.get(0).findings().get(0)).isEqualTo(Finding.of(ItemKind.STREAM, "e1a0/s1")
			.title("Temperature")
			.category("Greenhouse 1")
			.organization("North Greenhouse")
			.quantity(21.4)
			.reading("21.4", "Celsius")
			.startsAt(Instant.ofEpochSecond(1700000000), null)
			.build());
		assertThat(pages.get(0).findings().get(1).reading()).isNull();
		assertThat(pages.get(1).findings()).isEmpty();
	}

	@Test
	void readsFeedsOfStreamsThatHaveSomethingNew() {
		this.organizations.put("e1a0", "North Greenhouse");
		Instant newest = FakeResourceApi.NOW.minusSeconds(7200);
		Instant last = FakeResourceApi.NOW.minusSeconds(60);
		this.api.parents(stream("e1a0/s1", last, newest), stream("e1a0/s2", last, last), stream("e1a0/s3", null, null),
				stream("e9/s9", last, null));
		this.api.answer(QUERY.formatted("e1a0"), """
				{"success":true,"cols":[{"name":"cid"},{"name":"uid"},{"name":"id"}],
				 "rows":[["gh-1","s1","temperature"],["gh-1","s2","door"]]}""");
		this.api.answer("/comp/gh-1/stream/temperature/feed", """
				[{"time":%d,"data":21.4},{"time":"%d","data":"wet"},{"time":0,"data":1},{"data":2},null]"""
			.formatted(last.toEpochMilli(), last.toEpochMilli() - 1000));

		HarvestPage page = readings().get(0);

		assertThat(page.findings()).containsExactly(
				reading("e1a0/s1", last).quantity(21.4).reading("21.4", "\u00B0C").build(),
				reading("e1a0/s1", last.minusSeconds(1)).reading("wet", "\u00B0C").build());
		assertThat(page.skipped()).isEqualTo(3);
		assertThat(this.api.calls()).hasSize(2)
			.last()
			.asString()
			.contains("sd=" + (newest.toEpochMilli() + 1), "limit=500");
	}

	@Test
	void keepsTheProvidersWordsOnlyWhereTheZoneIsUnknown() {
		this.organizations.put("e1a0", "North Greenhouse");
		this.api.parents(stream("e1a0/s1", FakeResourceApi.NOW, null));
		this.api.answer("/gql", """
				{"success":true,"cols":[{"name":"cid"},{"name":"uid"},{"name":"id"},{"name":"lastUpdated"}],
				 "rows":[["gh-1","s1","temperature","2026-11-20 08:00"],["gh-1","s2","door",-1]]}""");
		this.api.answer("/comp/gh-1/stream/temperature/feed", "[{\"time\":\"2026-11-20 07:00\",\"data\":21.4}]");

		assertThat(harvest().get(0).findings()).extracting(Finding::startsText)
			.containsExactly("2026-11-20 08:00", null);
		assertThat(readings().get(0).findings()).extracting(Finding::startsText).containsExactly("2026-11-20 07:00");
	}

	@ParameterizedTest
	@MethodSource("dev.trellis.provider.parsing.OddRows#seeds")
	void countsWhateverItCannotKeep(long seed) {
		this.organizations.put("e1a0", "North Greenhouse");
		this.api.parents(stream("e1a0/s1", FakeResourceApi.NOW, null));
		ArrayNode rows = rows(seed);
		ArrayNode values = JsonNodeFactory.instance.arrayNode();
		values.addObject().put("time", 1700000003000L).put("data", 21.4);
		values.addAll(OddRows.of(seed, "{\"time\":1700000003000,\"data\":21.4}"));
		this.api.answer("/gql",
				"""
						{"success":true,"cols":[{"name":"cid"},{"name":"uid"},{"name":"id"},{"name":"name"},{"name":"lastValue"},
						 {"name":"lastUpdated"}],"rows":%s}"""
					.formatted(rows));
		this.api.answer("/comp/gh-1/stream/temperature/feed", values.toString());

		HarvestPage streams = harvest().get(0);
		HarvestPage readings = readings().get(0);

		assertThat(streams.findings().size() + streams.skipped()).isEqualTo(rows.size());
		assertThat(readings.findings().size() + readings.skipped()).isEqualTo(values.size());
		assertThat(streams.findings()).extracting(Finding::externalId)
			.allSatisfy((id) -> assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(200));
		assertThat(harvest().get(0)).isEqualTo(streams);
		assertThat(readings().get(0)).isEqualTo(readings);
	}

	// The last row is good, so that there is a feed.
	private static ArrayNode rows(long seed) {
		ArrayNode rows = JsonNodeFactory.instance.arrayNode();
		OddRows.of(seed, """
				{"cid":"gh-2","uid":"s2","id":"door","name":"Door","lastValue":21.4,"lastUpdated":1700000000000}""")
			.forEach((row) -> rows
				.add(row.isObject() ? JsonNodeFactory.instance.arrayNode().addAll(row.values()) : row));
		rows.addArray().add("gh-1").add("s1").add("temperature");
		return rows;
	}

	@Test
	void readsNoFeedWhereNothingIsNew() {
		this.organizations.put("e1a0", "North Greenhouse");
		Instant last = FakeResourceApi.NOW.minusSeconds(60);
		this.api.parents(stream("e1a0/s1", last, last),
				stream("e1a0/s2", FakeResourceApi.NOW.minus(Duration.ofDays(31)), null));

		this.api.harvest(new GroveStreamsHarvester(), ItemKind.READING, null, this.organizations);

		assertThat(this.api.calls()).isEmpty();
	}

	@Test
	void hasGapsWhereAComponentCannotBeRead() {
		this.organizations.put("e1a0", "North Greenhouse");
		this.api.answer("/gql", UNKNOWN_COLUMNS).answer("/component", "{\"component\":[{\"uid\":\"c1\"}]}");

		assertThat(harvest()).extracting(HarvestPage::gaps).containsExactly(true);
	}

	private static Parents.Parent stream(String id, Instant last, Instant newest) {
		return new Parents.Parent(id, "Temperature", null, "\u00B0C", last, null, newest);
	}

	private static Finding.Builder reading(String stream, Instant at) {
		return Finding.of(ItemKind.READING, stream + "@" + at.toEpochMilli())
			.parent(stream)
			.title("Temperature")
			.startsAt(at, null);
	}

	private List<HarvestPage> readings() {
		return this.api.harvest(new GroveStreamsHarvester(), ItemKind.READING, null, this.organizations);
	}

	private List<HarvestPage> harvest() {
		return this.api.harvest(new GroveStreamsHarvester(), ItemKind.STREAM, null, this.organizations);
	}

}
