package dev.trellis.provider.parsing;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MomentTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					"2024-05-01T13:14:15Z"                    | 2024-05-01T13:14:15Z      | true
					"2024-05-01t13:14:15z"                    | 2024-05-01T13:14:15Z      | true
					"2024-05-01T13:14:15.123Z"                | 2024-05-01T13:14:15.123Z  | true
					"2027-11-21T02:47:25.000001Z"             | 2027-11-21T02:47:25.000001Z | true
					"2024-05-01T13:14:15,5+02:00"             | 2024-05-01T11:14:15.500Z  | true
					"2024-05-01T13:14:15+0200"                | 2024-05-01T11:14:15Z      | true
					"2024-05-01 13:14:15-05"                  | 2024-05-01T18:14:15Z      | true
					"2024-05-01T13:14Z"                       | 2024-05-01T13:14:00Z      | true
					"2024-05-01T13:14:15"                     | 2024-05-01T13:14:15Z      | false
					"2024-05-01 13:14:15"                     | 2024-05-01T13:14:15Z      | false
					" 2024-05-01 13:14:15 "                   | 2024-05-01T13:14:15Z      | false
					"2024-05-01 13:14:15.000000"              | 2024-05-01T13:14:15Z      | false
					"2024-05-01"                              | 2024-05-01T00:00:00Z      | false
					"2024-05-01 13:14:15 GMT +0000"           | 2024-05-01T13:14:15Z      | true
					"2024-05-01 13:14:15 GMT -0400"           | 2024-05-01T17:14:15Z      | true
					"2024-05-01 13:14:15 GMT"                 | 2024-05-01T13:14:15Z      | true
					"2024-05-01 13:14:15 UTC"                 | 2024-05-01T13:14:15Z      | true
					1700000000                                | 2023-11-14T22:13:20Z      | true
					"1700000000"                              | 2023-11-14T22:13:20Z      | true
					1700000000000                             | 2023-11-14T22:13:20Z      | true
					"1700000000500"                           | 2023-11-14T22:13:20.500Z  | true
					1795229449.491                            | 2026-11-21T02:50:49.491Z  | true
					1.7E12                                    | 2023-11-14T22:13:20Z      | true
					{"date":"2027-11-21 02:47:25.000000","timezone_type":3,"timezone":"UTC"}          | 2027-11-21T02:47:25Z | true
					{"date":"2027-11-21 02:47:25.000000","timezone_type":3,"timezone":"Europe/Paris"} | 2027-11-21T01:47:25Z | true
					{"date":"2027-11-21 02:47:25.000000","timezone_type":1,"timezone":"+02:00"}       | 2027-11-21T00:47:25Z | true
					{"date":"2027-11-21 02:47:25.000000","timezone_type":3,"timezone":"Moon/Base"}    | 2027-11-21T02:47:25Z | false
					{"date":"2027-11-21 02:47:25.000000"}                                             | 2027-11-21T02:47:25Z | false
					""")
	void readsEveryForm(String json, Instant at, boolean zoned) {
		assertThat(Moment.of(JsonMapper.shared().readTree(json))).isEqualTo(new Moment(at, zoned));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "null", "true", "[]", "{}", "[1700000000]", "\"\"", "\"yesterday\"", "\"0000-00-00 00:00:00\"",
					"\"2024-02-30\"", "\"2024-05-01 25:00:00\"", "\"2024-05-01T00:00:00+99:00\"", "0", "-1", "\"0\"",
					"\"NaN\"", "\"Infinity\"", "1e300", "\"1e999\"", "1e18", "\"0x10\"", "\"12d\"", "{\"date\":{}}",
					"{\"date\":\"soon\",\"timezone\":\"UTC\"}", "\"1969-12-31T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"",
					"\"11111111111111111111111111111111111111111111111111111111111111111111111111\"" })
	void readsNonsenseAsNull(String json) {
		assertThat(Moment.of(JsonMapper.shared().readTree(json))).isNull();
	}

}
