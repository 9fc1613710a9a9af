package dev.trellis.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Holdings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people take away, as files.
 */
@TrellisTest
class ItemExportTests {

	private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");

	private final Holdings holdings;

	private final Requests member;

	private UUID account;

	ItemExportTests(@Autowired ApplicationContext application, @LocalServerPort int port) {
		this.holdings = new Holdings(application);
		this.member = new Requests(port);
	}

	@BeforeEach
	void link() {
		this.member.signUp("ada@example.test");
		this.account = this.holdings.link("ada@example.test", "treesnap", "Hazel");
	}

	@Test
	void writesEveryFactAsCsv() {
		this.holdings.store(this.account, observation());

		HttpResponse<String> answer = this.member.get("/items/export.csv");

		assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
		assertThat(answer.headers().firstValue("Content-Disposition")).hasValueSatisfying((value) -> assertThat(value)
			.matches("attachment; filename=\"trellis-items-\\d{4}-\\d\\d-\\d\\d\\.csv\""));
		NamedCsvRecord row = records(answer).get(0);
		assertThat(row.getHeader()).containsExactly("provider", "account", "accountId", "kind", "externalId", "parent",
				"title", "actor", "body", "category", "organization", "status", "quantity", "reading", "unit",
				"startsAt", "startsText", "endsAt", "latitude", "longitude", "accuracy", "picture", "page",
				"fetchedAt");
		assertThat(row.getField("account")).isEqualTo("Hazel");
		assertThat(row.getField("kind")).isEqualTo("OBSERVATION");
		assertThat(row.getField("body")).isEqualTo("\u00DCber \"zwei\",\nZeilen; \uD83C\uDF33");
		assertThat(row.getField("startsAt")).isEqualTo("2026-11-20T08:00:00Z");
		assertThat(row.getField("longitude")).isEqualTo("-83.91");
		assertThat(row.getField("parent")).isEmpty();
	}

	@Test
	void writesEveryFactAsTypedJson() {
		this.holdings.store(this.account, observation());

		HttpResponse<String> answer = this.member.get("/items/export.json");

		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(answer.headers().firstValue("Content-Disposition"))
			.hasValueSatisfying((value) -> assertThat(value).contains("attachment").endsWith(".json\""));
		JsonNode items = JsonMapper.shared().readTree(answer.body());
		assertThat(items.isArray()).isTrue();
		assertThat(items).hasSize(1);
		JsonNode item = items.get(0);
		assertThat(item.propertyNames()).hasSize(24);
		assertThat(item.get("longitude").doubleValue()).isEqualTo(-83.91);
		assertThat(item.get("title").stringValue()).isEqualTo("=Acer");
		assertThat(item.get("startsAt").stringValue()).isEqualTo("2026-11-20T08:00:00Z");
		assertThat(item.get("parent").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1", "-A1", "@SUM(A1)", "\uFF1D1+1" })
	void defusesWhatSpreadsheetsTakeForFormulas(String text) {
		this.holdings.store(this.account,
				Finding.of(ItemKind.TREAT, "t").title(text).actor(text).body("\t" + text).startsAt(AT, null));

		NamedCsvRecord row = records(this.member.get("/items/export.csv")).get(0);

		assertThat(row.getField("title")).isEqualTo("'" + text);
		assertThat(row.getField("actor")).isEqualTo("'" + text);
		assertThat(row.getField("body")).isEqualTo("'\t'" + text);
	}

	@Test
	void leavesNoFormulaToSpreadsheetsThatSeparateCellsBySemicolons() {
		this.holdings.store(this.account,
				Finding.of(ItemKind.TREAT, "t").title("hi;=1+1;x").body("Hello\n=1+1").startsAt(AT, null));

		HttpResponse<String> answer = this.member.get("/items/export.csv");

		assertThat(records(answer).get(0).getField("title")).isEqualTo("hi;'=1+1;x");
		assertThat(answer.body().lines()).allMatch((line) -> line.startsWith("\"") || line.startsWith("'"));
	}

	@Test
	void leavesReadingsNumbers() {
		this.holdings.store(this.account,
				Finding.of(ItemKind.READING, "r")
					.parent("s")
					.quantity(-5.5)
					.reading("-5.5", "\u00B0C")
					.startsAt(AT, null));

		NamedCsvRecord row = records(this.member.get("/items/export.csv?kind=READING")).get(0);

		assertThat(row.getField("reading")).isEqualTo("-5.5");
		assertThat(row.getField("quantity")).isEqualTo("-5.5");
	}

	@Test
	void writesAllThatTheFilterFindsOnceWhateverTheTime() {
		this.holdings.store(this.account,
				IntStream.range(0, 1234)
					.mapToObj((number) -> Finding.of(ItemKind.TREAT, "t" + number)
						.title((number % 2 == 0) ? "even" : "odd")
						.startsAt(AT.plusSeconds(number / 100), null))
					.toArray(Finding.Builder[]::new));
		this.holdings.store(this.holdings.link("ada@example.test", "chaster", "Amber"),
				Finding.of(ItemKind.LOCK, "l").title("even"));

		List<NamedCsvRecord> rows = records(this.member.get("/items/export.csv?q=even&kind=TREAT"));

		assertThat(rows).hasSize(617).extracting((row) -> row.getField("externalId")).doesNotHaveDuplicates();
		assertThat(JsonMapper.shared().readTree(this.member.get("/items/export.json").body())).hasSize(1235);
	}

	@Test
	void writesNothingOfOthers(@LocalServerPort int port) {
		this.holdings.store(this.account, observation());
		Requests other = new Requests(port).signUp("ben@example.test");

		assertThat(records(other.get("/items/export.csv"))).isEmpty();
		assertThat(other.get("/items/export.json").body()).isEqualTo("[]");
		HttpResponse<String> refused = other.get("/items/export.csv?q=a%26b&account=" + this.account);
		assertThat(refused.statusCode()).isEqualTo(302);
		assertThat(refused.headers().firstValue("Location"))
			.hasValueSatisfying((value) -> assertThat(value).endsWith("/items?q=a%26b&account=" + this.account));
		assertThat(new Requests(port).get("/items/export.csv").headers().firstValue("Location"))
			.hasValueSatisfying((value) -> assertThat(value).endsWith("/sign-in"));
	}

	private static Finding.Builder observation() {
		return Finding.of(ItemKind.OBSERVATION, "61")
			.title("=Acer")
			.body("\u00DCber \"zwei\",\nZeilen; \uD83C\uDF33")
			.startsAt(AT, null)
			.place(35.95, -83.91, "about");
	}

	private static List<NamedCsvRecord> records(HttpResponse<String> answer) {
		try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(answer.body())) {
			return reader.stream().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
