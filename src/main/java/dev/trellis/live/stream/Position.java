package dev.trellis.live.stream;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How much of each linked account has been seen: the greatest id of its items. One id for
 * all accounts would not do, since ids follow the order of commits only within one
 * account. It is the id of every event, so that a stream that broke goes on without loss.
 */
public final class Position {

	/**
	 * Keeps the text short enough for a request's header.
	 */
	private static final int MOST_ACCOUNTS = 100;

	private static final String SEPARATOR = "~";

	private static final int MOST_CHARACTERS = 4000;

	private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_-]{22})\\.([0-9a-z]{1,12})");

	private final Map<UUID, Long> seen;

	private Position(Map<UUID, Long> seen) {
		this.seen = seen;
	}

	/**
	 * A position.
	 * @param seen the greatest id that was seen of each account
	 * @return the position
	 */
	public static Position of(Map<UUID, Long> seen) {
		return new Position(Map.copyOf(seen));
	}

	/**
	 * Reads a position.
	 * @param text what {@link #toString()} wrote; may be anything
	 * @return the position; empty if the text is none
	 */
	public static Optional<Position> parse(@Nullable String text) {
		if (text == null || text.length() > MOST_CHARACTERS) {
			return Optional.empty();
		}
		Map<UUID, Long> seen = new HashMap<>();
		for (String entry : text.split(SEPARATOR)) {
			Matcher matcher = ENTRY.matcher(entry);
			if (!matcher.matches()) {
				return Optional.empty();
			}
			ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(matcher.group(1)));
			seen.put(new UUID(id.getLong(), id.getLong()), Long.parseLong(matcher.group(2), Character.MAX_RADIX));
		}
		return Optional.of(new Position(seen));
	}

	/**
	 * What was seen of an account.
	 * @param linkedAccountId the account
	 * @return the greatest id; 0 if nothing was
	 */
	long seen(UUID linkedAccountId) {
		return this.seen.getOrDefault(linkedAccountId, 0L);
	}

	/**
	 * The same, if it may have had no room for some accounts with what is there of them
	 * now, rather than that nothing was seen of them.
	 * @param latest the greatest id that is there of each account
	 * @return the position
	 */
	Position completed(Map<UUID, Long> latest) {
		if (this.seen.size() < MOST_ACCOUNTS) {
			return this;
		}
		Map<UUID, Long> more = new HashMap<>(latest);
		more.putAll(this.seen);
		return of(more);
	}

	Position with(UUID linkedAccountId, long id) {
		Map<UUID, Long> more = new HashMap<>(this.seen);
		more.merge(linkedAccountId, id, Math::max);
		return new Position(Map.copyOf(more));
	}

	/**
	 * The position as a text that can stand in an address or a header.
	 * @return the text
	 */
	@Override
	public String toString() {
		String text = this.seen.entrySet()
			.stream()
			.limit(MOST_ACCOUNTS)
			.map((entry) -> text(entry.getKey()) + "." + Long.toString(entry.getValue(), Character.MAX_RADIX))
			.collect(Collectors.joining(SEPARATOR));
		// Not empty even then, as browsers do not send an empty id back.
		return text.isEmpty() ? SEPARATOR : text;
	}

	private static String text(UUID id) {
		byte[] bytes = ByteBuffer.allocate(16)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
