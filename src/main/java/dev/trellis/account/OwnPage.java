package dev.trellis.account;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a page that a request names as the next one within this application.
 */
public final class OwnPage {

	private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9/_-]{0,200}");

	private OwnPage() {
	}

	/**
	 * Checks a page.
	 * @param path anything, or null
	 * @return the path, if it can be one of ours, else that of the dashboard
	 */
	public static String of(@Nullable String path) {
		return (path != null && PATH.matcher(path).matches()) ? path : "/";
	}

}
