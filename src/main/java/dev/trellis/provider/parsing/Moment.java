package dev.trellis.provider.parsing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A point in time as providers write it: ISO 8601 with or without a zone, {@code Y-m-d
 * H:i:s}, {@code Y-m-d H:i:s GMT +0000}, seconds or milliseconds since 1970 as a number
 * or a text, or the object that PHP makes of a date.
 *
 * @param at the time; taken for UTC where no zone is given
 * @param zoned whether the zone is known
 */
public record Moment(Instant at, boolean zoned) {

	private static final Pattern WRITTEN = Pattern
		.compile("(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?"
				+ " ?(?:([Zz]|GMT|UTC)? ?([+-]\\d{2}(?::?\\d{2})?)?)?");

	private static final int LONGEST = 64;

	/**
	 * The least number that counts milliseconds: as seconds it would lie beyond the year
	 * 5000.
	 */
	private static final double LEAST_MILLIS = 1e11;

	private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

	/**
	 * Reads a time.
	 * @param node what was received
	 * @return the time; null if it is none that makes sense
	 */
	public static @Nullable Moment of(@Nullable JsonNode node) {
		if (node == null) {
			return null;
		}
		if (node.isObject()) {
			return ofPhp(node);
		}
		String text = Row.scalar(node);
		return (text != null) ? of(text) : null;
	}

	/**
	 * Reads a time.
	 * @param raw what was received
	 * @return the time; null if it is none that makes sense
	 */
	public static @Nullable Moment of(String raw) {
		String text = raw.strip();
		if (text.length() > LONGEST) {
			return null;
		}
		Matcher written = WRITTEN.matcher(text);
		return written.matches() ? ofWritten(written) : ofNumber(text);
	}

	private static @Nullable Moment ofPhp(JsonNode node) {
		String date = Row.scalar(node.get("date"));
		Moment local = (date != null) ? of(date) : null;
		String zone = Row.scalar(node.get("timezone"));
		if (local == null || local.zoned() || zone == null) {
			return local;
		}
		try {
			ZoneId id = ZoneId.of(zone.strip(), ZoneId.SHORT_IDS);
			return new Moment(local.at().atOffset(ZoneOffset.UTC).toLocalDateTime().atZone(id).toInstant(), true);
		}
		catch (DateTimeException ex) {
			return local;
		}
	}

	private static @Nullable Moment ofWritten(Matcher written) {
		try {
			LocalDateTime local = LocalDateTime.of(number(written, 1), number(written, 2), number(written, 3),
					number(written, 4), number(written, 5), number(written, 6), nanos(written.group(7)));
			String offset = written.group(9);
			boolean zoned = offset != null || written.group(8) != null;
			ZoneOffset zone = (offset != null) ? ZoneOffset.of(offset) : ZoneOffset.UTC;
			return bounded(local.toInstant(zone), zoned);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Moment ofNumber(String text) {
		Double number = Row.finite(text);
		if (number == null || number <= 0) {
			return null;
		}
		double millis = (number < LEAST_MILLIS) ? number * 1000 : number;
		return bounded(Instant.ofEpochMilli(Math.round(millis)), true);
	}

	/**
	 * Leaves out what no provider can mean: a clock that was never set, or a year of five
	 * digits, which not every database and page can take.
	 */
	private static @Nullable Moment bounded(Instant at, boolean zoned) {
		return (at.getEpochSecond() > 0 && at.isBefore(END)) ? new Moment(at, zoned) : null;
	}

	private static int number(Matcher written, int group) {
		String digits = written.group(group);
		return (digits != null) ? Integer.parseInt(digits) : 0;
	}

	private static int nanos(@Nullable String fraction) {
		return (fraction != null) ? Integer.parseInt((fraction + "00000000").substring(0, 9)) : 0;
	}

}
