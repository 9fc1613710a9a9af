package dev.trellis.provider.parsing;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class RowTests {

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "7", "\"text\"", "[]", "[1]", "{}", "{\"a\":null}", "{\"a\":{}}",
			"{\"a\":[]}", "{\"a\":\"\"}" })
	void readsWhateverIsOddAsMissing(String json) {
		Row row = row(json);

		assertThat(row.text("a", PlainText.TITLE)).isNull();
		assertThat(row.id("a")).isNull();
		assertThat(row.number("a")).isNull();
		assertThat(row.count("a")).isNull();
		assertThat(row.moment("a")).isNull();
		assertThat(row.instant("a")).isNull();
		assertThat(row.link("a")).isNull();
		assertThat(row.child("a").text("b", PlainText.TITLE)).isNull();
	}

	@Test
	void readsSingleValuesAsText() {
		assertThat(row("{\"a\":21.4}").text("a", PlainText.NAME)).isEqualTo("21.4");
		assertThat(row("{\"a\":true}").text("a", PlainText.NAME)).isEqualTo("true");
		assertThat(row("{\"a\":4711}").id("a")).isEqualTo("4711");
	}

	@ParameterizedTest
	@CsvSource({ "21.4,21.4", "\"21.4\",21.4", "\" -3 \",-3", "\"1e3\",1000", "0,0" })
	void readsNumbersAndTheirTexts(String json, double number) {
		assertThat(row("{\"a\":" + json + "}").number("a")).isEqualTo(number);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"NaN\"", "\"Infinity\"", "\"1e999\"", "1e999", "\"1d\"", "\"0x1p3\"", "\"1,5\"",
			"\"1 2\"", "true" })
	void readsNoOtherNumber(String json) {
		assertThat(row("{\"a\":" + json + "}").number("a")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "25,25", "\"25\",25", "25.0,25", "25.5,", "3000000000,", "\"many\"," })
	void readsWholeNumbers(String json, Integer count) {
		assertThat(row("{\"a\":" + json + "}").count("a")).isEqualTo(count);
	}

	@Test
	void keepsNumbersWithinBounds() {
		assertThat(row("{\"a\":-90}").within("a", 90)).isEqualTo(-90);
		assertThat(row("{\"a\":90.01}").within("a", 90)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "true,true", "\"true\",true", "\"TRUE\",true", "1,true", "\"1\",true", "false,false",
			"\"false\",false", "0,false", "{},false", "[],false", "\"\",false", "null,true" })
	void readsTruths(String json, boolean flag) {
		assertThat(row("{\"a\":" + json + "}").flag("a", true)).isEqualTo(flag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://a.test/", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:image/png;base64,AA",
			"//a.test/x", "/x", "https:", "https:///x", "https:x", "https://user:word@a.test/", "https://a.test/ x",
			"https://a.test/\\\"onerror=", "https://a.test/<b>", "ftp://a.test", "https://a\\\\b.test" })
	void followsNoOtherLink(String link) {
		assertThat(row("{\"a\":\"" + link + "\"}").link("a")).isNull();
	}

	@Test
	void readsHttpsLinks() {
		assertThat(row("{\"a\":\" HTTPS://a.test/x?y=%20#z \"}").link("a"))
			.isEqualTo(URI.create("HTTPS://a.test/x?y=%20#z"));
		assertThat(row("{\"a\":\"https://a.test/\u00FC\"}").link("a")).hasToString("https://a.test/%C3%BC");
	}

	@Test
	void dropsLinksThatDoNotFit() {
		assertThat(row("{\"a\":\"https://a.test/" + "x".repeat(2000) + "\"}").link("a")).isNull();
		assertThat(row("{\"a\":\"https://a.test/" + "\u00FC".repeat(1000) + "\"}").link("a")).isNull();
	}

	@Test
	void keepsLongIdentifiersApart() {
		String one = row("{\"a\":\"" + "x".repeat(300) + "1\"}").id("a");
		String other = row("{\"a\":\"" + "x".repeat(300) + "2\"}").id("a");

		assertThat(one).hasSize(64).isNotEqualTo(other);
	}

	@Test
	void keepsIdentifiersApartThatDifferInWhatCannotBeStored() {
		assertThat(row("{\"a\":\"x\\u0000y\"}").id("a")).hasSize(64).isNotEqualTo(row("{\"a\":\"xy\"}").id("a"));
	}

	@Test
	void separatesTheTextsOfAFingerprint() {
		assertThat(Fingerprint.of(List.of("ab", "c"))).isNotEqualTo(Fingerprint.of(List.of("a", "bc")));
	}

	private static Row row(String json) {
		return Row.of(JsonMapper.shared().readTree(json));
	}

}
