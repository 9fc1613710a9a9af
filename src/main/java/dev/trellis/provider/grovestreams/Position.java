package dev.trellis.provider.grovestreams;

import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Where a harvest stands: within which organization, and whether its streams are queried
 * at once or walked component by component.
 *
 * @param organization the organization's identifier
 * @param offset the first component of the page; null while streams are queried at once
 */
record Position(String organization, @Nullable Integer offset) {

	private static final String QUERY = "all";

	/**
	 * Reads a cursor.
	 * @param cursor what {@link #toString()} wrote; null at the start
	 * @param organizations the identifiers of all organizations
	 * @return the position; empty if there is none, or its organization is gone
	 */
	static Optional<Position> of(@Nullable String cursor, Set<String> organizations) {
		if (cursor == null) {
			return organizations.stream().findFirst().map((first) -> new Position(first, null));
		}
		int colon = cursor.indexOf(':');
		String organization = cursor.substring(colon + 1);
		if (colon < 0 || !organizations.contains(organization)) {
			return Optional.empty();
		}
		String offset = cursor.substring(0, colon);
		return Optional.of(new Position(organization, offset.matches("\\d{1,8}") ? Integer.valueOf(offset) : null));
	}

	Position at(int offset) {
		return new Position(this.organization, offset);
	}

	/**
	 * The start of the organization after this one.
	 * @param organizations the identifiers of all organizations
	 * @return the position; empty after the last
	 */
	Optional<Position> nextOrganization(Set<String> organizations) {
		Iterator<String> each = organizations.iterator();
		while (each.hasNext()) {
			if (each.next().equals(this.organization)) {
				break;
			}
		}
		return each.hasNext() ? Optional.of(new Position(each.next(), null)) : Optional.empty();
	}

	@Override
	public String toString() {
		return ((this.offset != null) ? this.offset.toString() : QUERY) + ":" + this.organization;
	}

}
