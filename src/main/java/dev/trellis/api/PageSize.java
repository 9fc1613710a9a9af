package dev.trellis.api;

/**
 * How many rows a caller may have at once.
 */
final class PageSize {

	private static final int MOST = 200;

	private PageSize() {
	}

	/**
	 * Refuses what is too few or too many.
	 * @param size how many rows a caller wants
	 * @return the same
	 * @throws ProblemException if it is not from 1 to 200
	 */
	static int checked(int size) {
		if (size < 1 || size > MOST) {
			throw ProblemException.of("size", "is not from 1 to " + MOST);
		}
		return size;
	}

}
