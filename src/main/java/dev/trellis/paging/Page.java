package dev.trellis.paging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import dev.trellis.paging.Cursor.Side;
import org.jspecify.annotations.Nullable;

/**
 * One page of a long list, and where the pages beside it begin.
 *
 * @param <T> the type of the rows
 * @param rows the rows in the list's order
 * @param before where the page before begins; null on the first page
 * @param after where the page after begins; null on the last page
 */
public record Page<T>(List<T> rows, @Nullable Cursor before, @Nullable Cursor after) {

	/**
	 * Makes a page out of what a {@link Keyset} found.
	 * @param <T> the type of the rows
	 * @param found the rows as they were found: one more than fits if there are more, and
	 * backwards if the cursor leads back
	 * @param size how many rows fit
	 * @param cursor where the page begins; null for the first page
	 * @param key tells what the list is ordered by
	 * @param id tells a row's identifier
	 * @return the page
	 */
	public static <T> Page<T> of(List<T> found, int size, @Nullable Cursor cursor, Function<T, String> key,
			Function<T, String> id) {
		boolean back = cursor != null && cursor.side() == Side.BEFORE;
		boolean more = found.size() > size;
		List<T> rows = new ArrayList<>(found.subList(0, Math.min(size, found.size())));
		if (back) {
			Collections.reverse(rows);
		}
		if (rows.isEmpty()) {
			return new Page<>(List.of(), null, null);
		}
		T first = rows.get(0);
		T last = rows.get(rows.size() - 1);
		boolean earlier = back ? more : cursor != null;
		boolean later = back || more;
		return new Page<>(List.copyOf(rows),
				earlier ? new Cursor(Side.BEFORE, key.apply(first), id.apply(first)) : null,
				later ? new Cursor(Side.AFTER, key.apply(last), id.apply(last)) : null);
	}

}
