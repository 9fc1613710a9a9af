package dev.trellis.provider.parsing;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One row of a provider's answer, read without trust: a field that is missing, of another
 * type than expected or out of its bounds reads as null, and nothing throws.
 */
public final class Row {

	/**
	 * A row without a field.
	 */
	public static final Row NONE = new Row(MissingNode.getInstance());

	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(?:\\.\\d{0,40})?(?:[eE][+-]?\\d{1,4})?");

	private static final int LONGEST_NUMBER = 64;

	private final JsonNode node;

	private Row(JsonNode node) {
		this.node = node;
	}

	/**
	 * Reads what should be an object.
	 * @param node what was received, whatever it is
	 * @return the row; all its fields are missing if it is no object
	 */
	public static Row of(JsonNode node) {
		return new Row(node);
	}

	/**
	 * Any single value as a text, numbers and booleans as they are written.
	 * @param node what was received
	 * @return the text; null if there is no single value
	 */
	public static @Nullable String scalar(@Nullable JsonNode node) {
		if (node == null || !(node.isString() || node.isNumber() || node.isBoolean())) {
			return null;
		}
		return node.asString();
	}

	/**
	 * A number, written as a number or a text.
	 * @param text what was received
	 * @return the number; null if it is none, or not a finite one
	 */
	static @Nullable Double finite(@Nullable String text) {
		if (text == null || text.length() > LONGEST_NUMBER || !NUMBER.matcher(text.strip()).matches()) {
			return null;
		}
		double number = Double.parseDouble(text.strip());
		return Double.isFinite(number) ? number : null;
	}

	/**
	 * A field as it came, for what has its own way to be read.
	 * @param field the field's name
	 * @return the text, unbounded; null if there is no single value
	 */
	public @Nullable String raw(String field) {
		return scalar(this.node.get(field));
	}

	/**
	 * A text.
	 * @param field the field's name
	 * @param kind the kind of text, which bounds it
	 * @return the text; null if it is missing or blank
	 */
	public @Nullable String text(String field, PlainText kind) {
		return kind.of(raw(field));
	}

	/**
	 * An identifier: never shortened, so that two that differ stay apart.
	 * @param field the field's name
	 * @return the identifier, or its fingerprint where it is too long to be kept; null if
	 * it is missing or blank
	 */
	public @Nullable String id(String field) {
		return Fingerprint.identifier(raw(field));
	}

	/**
	 * A number, written as a number or a text.
	 * @param field the field's name
	 * @return the number; null if it is missing, none, or not finite
	 */
	public @Nullable Double number(String field) {
		return finite(raw(field));
	}

	/**
	 * A whole number, written as a number or a text.
	 * @param field the field's name
	 * @return the number; null if it is missing, none, or beyond an {@code int}
	 */
	public @Nullable Integer count(String field) {
		Double number = number(field);
		boolean whole = number != null && number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE;
		return (number != null && whole) ? (Integer) number.intValue() : null;
	}

	/**
	 * A number within bounds.
	 * @param field the field's name
	 * @param bound the greatest absolute value
	 * @return the number; null if it is missing, none, or out of bounds
	 */
	public @Nullable Double within(String field, double bound) {
		Double number = number(field);
		return (number != null && Math.abs(number) <= bound) ? number : null;
	}

	/**
	 * A truth, written as a boolean, a text or a number.
	 * @param field the field's name
	 * @param otherwise what counts where the field is missing or null
	 * @return the truth; false if it cannot be read
	 */
	public boolean flag(String field, boolean otherwise) {
		JsonNode value = this.node.get(field);
		if (value == null || value.isNull()) {
			return otherwise;
		}
		String text = scalar(value);
		return text != null && (text.strip().equalsIgnoreCase("true") || text.strip().equals("1"));
	}

	/**
	 * A time.
	 * @param field the field's name
	 * @return the time; null if it is missing or makes no sense
	 */
	public @Nullable Moment moment(String field) {
		return Moment.of(this.node.get(field));
	}

	/**
	 * The provider's own words for a time, where they say what the time that was read of
	 * them does not: no zone is given, or they cannot be read.
	 * @param field the field's name
	 * @return the words; null if the time says it all, or if there are none
	 */
	public @Nullable String timeText(String field) {
		Moment moment = moment(field);
		if (moment != null && moment.zoned()) {
			return null;
		}
		JsonNode node = this.node.get(field);
		JsonNode words = (node != null && node.isObject()) ? node.get("date") : node;
		String text = (words != null && words.isString()) ? words.asString() : null;
		return (finite(text) == null) ? PlainText.TIME.of(text) : null;
	}

	/**
	 * A time whose zone does not matter.
	 * @param field the field's name
	 * @return the time, taken for UTC where no zone is given; null if it is missing or
	 * makes no sense
	 */
	public @Nullable Instant instant(String field) {
		Moment moment = moment(field);
		return (moment != null) ? moment.at() : null;
	}

	/**
	 * A link that is safe to follow.
	 * @param field the field's name
	 * @return the link, https and without user information; null if it is missing or
	 * another
	 */
	public @Nullable URI link(String field) {
		return https(PlainText.LINK.whole(raw(field)));
	}

	/**
	 * A row within this one.
	 * @param field the field's name
	 * @return the row; all its fields are missing if it is no object
	 */
	public Row child(String field) {
		return new Row(this.node.path(field));
	}

	/**
	 * A link that is safe to follow.
	 * @param text what was received
	 * @return the link, https and without user information; null if it is another
	 */
	public static @Nullable URI https(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			URI uri = new URI(new URI(text).toASCIIString());
			String authority = uri.getRawAuthority();
			boolean safe = "https".equalsIgnoreCase(uri.getScheme()) && authority != null && !authority.contains("@")
					&& uri.toString().length() <= PlainText.LINK.length();
			return safe ? uri : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

}
