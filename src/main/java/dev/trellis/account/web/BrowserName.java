package dev.trellis.account.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A browser in words, as far as it tells.
 *
 * @param name its name; empty if unknown
 * @param system what it runs on; empty if unknown
 */
record BrowserName(String name, String system) {

	private static final Map<String, String> NAMES = ordered("Edg/", "Edge", "EdgA/", "Edge", "OPR/", "Opera",
			"SamsungBrowser/", "Samsung Internet", "Firefox/", "Firefox", "FxiOS/", "Firefox", "CriOS/", "Chrome",
			"Chrome/", "Chrome", "Safari/", "Safari", "curl/", "curl");

	private static final Map<String, String> SYSTEMS = ordered("iPhone", "iPhone", "iPad", "iPad", "Android", "Android",
			"Windows", "Windows", "CrOS", "ChromeOS", "Mac OS X", "macOS", "Linux", "Linux");

	/**
	 * Reads what a browser says it is.
	 * @param userAgent the header, which may be anything
	 * @return the browser
	 */
	static BrowserName of(String userAgent) {
		return new BrowserName(first(NAMES, userAgent), first(SYSTEMS, userAgent));
	}

	private static String first(Map<String, String> words, String userAgent) {
		return words.entrySet()
			.stream()
			.filter((word) -> userAgent.contains(word.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse("");
	}

	private static Map<String, String> ordered(String... signsAndNames) {
		Map<String, String> words = new LinkedHashMap<>();
		for (int i = 0; i < signsAndNames.length; i += 2) {
			words.put(signsAndNames[i], signsAndNames[i + 1]);
		}
		return words;
	}

}
