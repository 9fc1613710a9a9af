package dev.trellis.provider;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses of providers may be called: with TLS everywhere, without it on this
 * machine only (RFC 9700 section 2.6).
 *
 * @param insecure whether other machines may be called without it too; for development
 * only
 */
record Transport(boolean insecure) {

	private static final Set<String> SECURE = Set.of("https", "wss");

	private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

	boolean allows(URI uri) {
		return this.insecure || SECURE.contains(lower(uri.getScheme()))
				|| THIS_MACHINE.matcher(lower(uri.getHost())).matches();
	}

	private static String lower(String part) {
		return String.valueOf(part).toLowerCase(Locale.ROOT);
	}

}
