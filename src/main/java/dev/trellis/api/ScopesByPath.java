package dev.trellis.api;

import java.util.List;
import java.util.Optional;

import dev.trellis.account.key.ApiScope;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which scope a key needs for which path: the table by which calls are let in and
 * described.
 */
final class ScopesByPath {

	/**
	 * The table; the first row that matches counts.
	 */
	static final List<Row> TABLE = List.of(new Row("/api/v1/linked-accounts/{id}/token", ApiScope.TOKENS),
			new Row("/api/v1/linked-accounts/**", ApiScope.ACCOUNTS), new Row("/api/v1/items/**", ApiScope.ITEMS),
			new Row("/api/v1/links/**", ApiScope.LINKS), new Row("/api/v1/events/**", ApiScope.EVENTS),
			new Row("/api/v1/webhooks/**", ApiScope.WEBHOOKS), new Row("/api/v1/admin/**", ApiScope.ADMIN));

	private ScopesByPath() {
	}

	/**
	 * The scope for a path.
	 * @param path the path, or the pattern of one
	 * @return the scope; empty if any key will do
	 */
	static Optional<ApiScope> of(String path) {
		PathContainer parsed = PathContainer.parsePath(path);
		return TABLE.stream().filter((row) -> row.parsed().matches(parsed)).map(Row::scope).findFirst();
	}

	/**
	 * A row of the table.
	 *
	 * @param pattern the pattern of paths
	 * @param scope the scope that they need
	 */
	record Row(String pattern, ApiScope scope) {

		private PathPattern parsed() {
			return PathPatternParser.defaultInstance.parse(this.pattern);
		}

	}

}
