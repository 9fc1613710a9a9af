package dev.trellis.sandbox;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * All that the simulators share and all that {@link Sandbox#reset()} restores.
 */
final class World {

	private final SandboxClock clock = new SandboxClock();

	private final Faults faults = new Faults();

	private final Traffic traffic = new Traffic();

	private final Set<Switch> switches = ConcurrentHashMap.newKeySet();

	private final Set<String> redirectUris = ConcurrentHashMap.newKeySet();

	private final Map<String, AuthorizationRequest> tickets = new ConcurrentHashMap<>();

	private final Map<SandboxProvider, Ledger> ledgers = new EnumMap<>(SandboxProvider.class);

	private final Map<SandboxProvider, String> clientSecrets = new EnumMap<>(SandboxProvider.class);

	private final Map<SandboxProvider, RateWindow> rates = new EnumMap<>(SandboxProvider.class);

	private final Map<String, List<Instant>> additions = new ConcurrentHashMap<>();

	private final Set<String> removals = ConcurrentHashMap.newKeySet();

	private final CopyOnWriteArrayList<Runnable> resets = new CopyOnWriteArrayList<>();

	private volatile Instant epoch;

	private volatile Function<String, Optional<IssuedToken>> foreignTokens = (bearer) -> Optional.empty();

	World() {
		for (SandboxProvider provider : SandboxProvider.values()) {
			this.ledgers.put(provider, new Ledger(this.clock));
			this.clientSecrets.put(provider, Randomness.hex(40));
			this.rates.put(provider, new RateWindow(this.clock, rate(provider)));
		}
		this.epoch = this.clock.instant().truncatedTo(ChronoUnit.MINUTES);
	}

	private static int rate(SandboxProvider provider) {
		return switch (provider) {
			case CHASTER -> 100;
			case TREESNAP -> 200;
			default -> Integer.MAX_VALUE;
		};
	}

	/**
	 * Lets a simulator restore what it keeps by itself.
	 */
	void onReset(Runnable reset) {
		this.resets.add(reset);
		reset.run();
	}

	void reset() {
		this.clock.reset();
		this.faults.clear();
		this.traffic.clear();
		this.switches.clear();
		this.redirectUris.clear();
		this.tickets.clear();
		this.additions.clear();
		this.removals.clear();
		this.foreignTokens = (bearer) -> Optional.empty();
		this.ledgers.values().forEach(Ledger::clear);
		this.rates.values().forEach(RateWindow::clear);
		this.epoch = this.clock.instant().truncatedTo(ChronoUnit.MINUTES);
		this.resets.forEach(Runnable::run);
	}

	SandboxClock clock() {
		return this.clock;
	}

	/**
	 * The time from which made-up data are dated, so that they stay the same while the
	 * clock moves.
	 */
	Instant epoch() {
		return this.epoch;
	}

	/**
	 * Adds one more thing to what a person holds.
	 */
	void add(SandboxProvider provider, String login) {
		this.additions.computeIfAbsent(provider + login, (key) -> new CopyOnWriteArrayList<>())
			.add(this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
	}

	/**
	 * When things were added to what a person holds, oldest first.
	 */
	List<Instant> additions(SandboxProvider provider, String login) {
		return List.copyOf(this.additions.getOrDefault(provider + login, List.of()));
	}

	void remove(SandboxProvider provider, String id) {
		this.removals.add(provider + id);
	}

	boolean isRemoved(SandboxProvider provider, Object id) {
		return this.removals.contains(provider.toString() + id);
	}

	Faults faults() {
		return this.faults;
	}

	Traffic traffic() {
		return this.traffic;
	}

	/**
	 * Takes tokens that somebody else gave out.
	 */
	void takeTokensOf(Function<String, Optional<IssuedToken>> reader) {
		this.foreignTokens = reader;
	}

	/**
	 * A good access token that somebody else gave out, or null.
	 */
	IssuedToken foreignToken(String bearer) {
		return this.foreignTokens.apply(bearer).orElse(null);
	}

	Ledger ledger(SandboxProvider provider) {
		return this.ledgers.get(provider);
	}

	RateWindow rateWindow(SandboxProvider provider) {
		return this.rates.get(provider);
	}

	boolean on(Switch which) {
		return this.switches.contains(which);
	}

	void turn(Switch which, boolean on) {
		if (on) {
			this.switches.add(which);
		}
		else {
			this.switches.remove(which);
		}
	}

	String clientId(SandboxProvider provider) {
		return "trellis-at-" + provider.id();
	}

	String clientSecret(SandboxProvider provider) {
		return this.clientSecrets.get(provider);
	}

	boolean knowsClient(SandboxProvider provider, RecordedRequest request) {
		return clientId(provider).equals(request.parameter("client_id"))
				&& Text.same(clientSecret(provider), request.parameter("client_secret"));
	}

	void registerRedirectUri(SandboxProvider provider, String uri) {
		this.redirectUris.add(provider.id() + " " + uri);
	}

	/**
	 * Whether a redirect URI is registered: Trellis's two callbacks at any port of
	 * localhost, and what tests have added.
	 */
	boolean isRegistered(SandboxProvider provider, String redirectUri) {
		if (redirectUri == null) {
			return false;
		}
		if (this.redirectUris.contains(provider.id() + " " + redirectUri)) {
			return true;
		}
		try {
			URI uri = URI.create(redirectUri);
			return isLocal(uri) && (("/link/" + provider.id() + "/callback").equals(uri.getRawPath())
					|| ("/sign-in/" + provider.id() + "/callback").equals(uri.getRawPath()));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static boolean isLocal(URI uri) {
		return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && "localhost".equals(uri.getHost())
				&& uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
	}

	/**
	 * Remembers what a person is being asked.
	 * @return a ticket for the page's form
	 */
	String ticket(AuthorizationRequest request) {
		String ticket = Randomness.hex(32);
		this.tickets.put(ticket, request);
		return ticket;
	}

	/**
	 * What was asked, or null.
	 */
	AuthorizationRequest asked(String ticket) {
		return (ticket != null) ? this.tickets.get(ticket) : null;
	}

}
