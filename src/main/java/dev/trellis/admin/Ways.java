package dev.trellis.admin;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.trellis.paging.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The addresses of the pages beside one, which keep what is filtered.
 *
 * @param before the page before; null on the first
 * @param after the page after; null on the last
 */
record Ways(@Nullable String before, @Nullable String after) {

	/**
	 * The ways on from a page.
	 * @param page the page
	 * @param path the path of the list
	 * @param filter names and values of what is filtered, in turn; null and empty values
	 * are left out
	 * @return the ways
	 */
	static Ways of(Page<?> page, String path, @Nullable String... filter) {
		return new Ways((page.before() != null) ? address(path, page.before().toString(), filter) : null,
				(page.after() != null) ? address(path, page.after().toString(), filter) : null);
	}

	/**
	 * The address of a list.
	 * @param path the path of the list
	 * @param page where the page begins; null for the first page
	 * @param filter names and values of what is filtered, in turn; null and empty values
	 * are left out
	 * @return path and query
	 */
	static String address(String path, @Nullable String page, @Nullable String... filter) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (int i = 0; i < filter.length; i += 2) {
			if (filter[i + 1] != null && !filter[i + 1].isEmpty()) {
				parameters.put(filter[i], filter[i + 1]);
			}
		}
		if (page != null) {
			parameters.put("page", page);
		}
		UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
		UriUtils.encodeUriVariables(parameters).forEach((name, value) -> address.queryParam(name, value));
		return address.build(true).toUriString();
	}

}
