package dev.trellis.provider.parsing;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes rows as no provider should send them: a good row whose fields are left out or
 * replaced by whatever JSON can say, the same for the same seed.
 */
public final class OddRows {

	private static final List<String> SCALARS = List.of("null", "true", "false", "0", "-1", "7.5", "1e300", "1e999",
			"99999999999999999999", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud83c\"", "\"\\udf33x\"", "\"x\\ty\\nz\"",
			"\"<script>alert(1)</script>\"", "\"2024-13-45 25:61:61\"", "\"2024-05-01 13:14:15\"",
			"\"https://a.test/\\u202e\"", "\"NaN\"", "1700000000000", "\"=1+1\"");

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final Random random;

	private OddRows(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * The seeds that a test goes through.
	 * @return the seeds
	 */
	public static LongStream seeds() {
		return LongStream.range(0, 200);
	}

	/**
	 * Makes some rows.
	 * @param seed what tells these rows from others
	 * @param row a good row, as JSON
	 * @return up to twenty rows, some of which are good, odd, the same, or no rows at all
	 */
	public static ArrayNode of(long seed, String row) {
		OddRows odd = new OddRows(seed);
		ArrayNode rows = NODES.arrayNode();
		IntStream.range(0, odd.random.nextInt(20)).forEach((number) -> rows.add(odd.row(row)));
		return rows;
	}

	/**
	 * Makes anything that JSON can say.
	 * @param seed what tells it from others
	 * @return a value
	 */
	public static JsonNode anything(long seed) {
		return new OddRows(seed).anything(3);
	}

	private JsonNode row(String good) {
		JsonNode row = JsonMapper.shared().readTree(good);
		if (this.random.nextInt(6) == 0) {
			return anything(2);
		}
		ObjectNode object = (ObjectNode) row;
		for (String field : List.copyOf(object.propertyNames())) {
			switch (this.random.nextInt(5)) {
				case 0 -> object.remove(field);
				case 1 -> object.set(field, anything(2));
				default -> {
				}
			}
		}
		return object;
	}

	private JsonNode anything(int depth) {
		switch (this.random.nextInt((depth > 0) ? 5 : 3)) {
			case 0, 1:
				return JsonMapper.shared().readTree(SCALARS.get(this.random.nextInt(SCALARS.size())));
			case 2:
				return NODES.stringNode(text());
			case 3:
				ArrayNode array = NODES.arrayNode();
				IntStream.range(0, this.random.nextInt(4)).forEach((number) -> array.add(anything(depth - 1)));
				return array;
			default:
				ObjectNode object = NODES.objectNode();
				IntStream.range(0, this.random.nextInt(4))
					.forEach((number) -> object.set("f" + number, anything(depth - 1)));
				return object;
		}
	}

	private String text() {
		int length = (this.random.nextInt(8) == 0) ? 12_000 : this.random.nextInt(300);
		StringBuilder text = new StringBuilder(length);
		IntStream.range(0, length).forEach((number) -> text.append((char) this.random.nextInt(0x10000)));
		return text.toString();
	}

}
