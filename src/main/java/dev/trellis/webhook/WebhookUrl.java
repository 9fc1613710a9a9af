package dev.trellis.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.stereotype.Component;

/**
 * Which addresses webhooks may have. What a host's name stands for is not asked here but
 * at each call, as that can change.
 */
@Component
public class WebhookUrl {

	private static final int LONGEST = 2000;

	// What nobody is asked for.
	private static final Pattern NUMBER = Pattern.compile("\\[.*]|[0-9.]+");

	private static final InetAddressFilter PUBLIC = InetAddressFilter.externalAddresses();

	private final WebhookProperties properties;

	WebhookUrl(WebhookProperties properties) {
		this.properties = properties;
	}

	/**
	 * Reads an address.
	 * @param text any text; null for none
	 * @return the address; empty if no webhook may have it: it is no absolute HTTPS URL
	 * with a host, carries credentials or a fragment, is too long, or names a host that
	 * is not public by its number
	 */
	public Optional<URI> parse(@Nullable String text) {
		if (text == null || text.length() > LONGEST) {
			return Optional.empty();
		}
		try {
			URI url = new URI(new URI(text.strip()).toASCIIString());
			return allowed(url) ? Optional.of(url) : Optional.empty();
		}
		catch (URISyntaxException ex) {
			return Optional.empty();
		}
	}

	private boolean allowed(URI url) {
		String host = url.getHost();
		return host != null && scheme(url) && url.getRawUserInfo() == null && url.getRawFragment() == null
				&& url.getPort() <= 65535 && url.getPort() != 0 && url.toString().length() <= LONGEST
				&& (this.properties.anywhere() || !isPrivate(host.toLowerCase(Locale.ROOT)));
	}

	private boolean scheme(URI url) {
		return "https".equalsIgnoreCase(url.getScheme())
				|| (this.properties.anywhere() && "http".equalsIgnoreCase(url.getScheme()));
	}

	private static boolean isPrivate(String host) {
		if (host.equals("localhost") || host.endsWith(".localhost")) {
			return true;
		}
		if (!NUMBER.matcher(host).matches()) {
			return false;
		}
		try {
			return !PUBLIC.matches(InetAddress.getByName(host));
		}
		catch (UnknownHostException ex) {
			return true;
		}
	}

}
