package dev.trellis.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.limit.Limit;
import dev.trellis.limit.RateLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Bounds how often anything can be tried that could be guessed or abused: per network
 * address and per account, over all nodes.
 */
@Component
public class Attempts {

	private static final Duration PERIOD = Duration.ofMinutes(10);

	private static final Limit LETTERS = new Limit(6, Duration.ofHours(1));

	private final RateLimits limits;

	private final Limit perAddress;

	private final Limit perAccount;

	Attempts(RateLimits limits, AccountProperties properties) {
		this.limits = limits;
		this.perAddress = new Limit(properties.attemptsPerAddress(), PERIOD);
		this.perAccount = new Limit(properties.attemptsPerAccount(), PERIOD);
	}

	/**
	 * Counts an attempt.
	 * @param kind what is tried
	 * @param address the network address, as the request tells it
	 * @param account whom it concerns: an id, or an email address that may be nobody's;
	 * null for nobody
	 * @throws TooManyAttemptsException if it was tried too often of late
	 */
	public void count(Kind kind, String address, @Nullable String account) {
		acquire(kind, network(address), this.perAddress);
		if (account != null) {
			acquire(kind, opaque(account), this.perAccount);
		}
	}

	/**
	 * Counts a mail that a stranger asked to be sent, so that nobody's mailbox is filled.
	 * @param address where it would go
	 * @return whether it may be sent
	 */
	public boolean countLetter(String address) {
		return this.limits.tryAcquire("letter " + opaque(address), LETTERS).isEmpty();
	}

	private void acquire(Kind kind, String who, Limit limit) {
		Optional<Duration> wait = this.limits.tryAcquire(kind.name().toLowerCase(Locale.ROOT) + " " + who, limit);
		if (wait.isPresent()) {
			throw new TooManyAttemptsException(wait.get());
		}
	}

	// Bounded, and no person's address in the table.
	private static String opaque(String account) {
		return UUID.nameUUIDFromBytes(User.normalized(account).getBytes(StandardCharsets.UTF_8)).toString();
	}

	// What belongs to one subscriber: an IPv4 address, or the first half of an IPv6 one.
	private static String network(String address) {
		// Anything else would be asked for at a name server.
		if (!address.matches("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*")) {
			return opaque(address);
		}
		try {
			byte[] bytes = InetAddress.getByName(address).getAddress();
			return HexFormat.of().formatHex((bytes.length > 4) ? Arrays.copyOf(bytes, 8) : bytes);
		}
		catch (UnknownHostException ex) {
			return opaque(address);
		}
	}

	/**
	 * What can be tried.
	 */
	public enum Kind {

		/**
		 * Signing in by the page.
		 */
		SIGN_IN,

		/**
		 * Signing in to collect figures.
		 */
		COLLECT,

		/**
		 * Signing up.
		 */
		SIGN_UP,

		/**
		 * Asking for a mail that leads to a new password, and using its link.
		 */
		RESET,

		/**
		 * Proving again who one is.
		 */
		CONFIRM,

		/**
		 * Linking with a pasted token or a password for elsewhere.
		 */
		CREDENTIAL

	}

}
