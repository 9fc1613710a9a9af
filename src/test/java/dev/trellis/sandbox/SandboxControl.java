package dev.trellis.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.trellis.sandbox.IssuedToken.Kind;

/**
 * The levers of a sandbox.
 */
public final class SandboxControl {

	private final World world;

	private final TreeSnapSimulator treeSnap;

	private final TreatStreamSimulator treatStream;

	SandboxControl(World world, TreeSnapSimulator treeSnap, TreatStreamSimulator treatStream) {
		this.world = world;
		this.treeSnap = treeSnap;
		this.treatStream = treatStream;
	}

	/**
	 * Turns switches on.
	 * @param switches which
	 * @return this control
	 */
	public SandboxControl turnOn(Switch... switches) {
		Arrays.stream(switches).forEach((which) -> this.world.turn(which, true));
		return this;
	}

	/**
	 * Turns switches off.
	 * @param switches which
	 * @return this control
	 */
	public SandboxControl turnOff(Switch... switches) {
		Arrays.stream(switches).forEach((which) -> this.world.turn(which, false));
		return this;
	}

	/**
	 * Moves the sandbox's clock forward.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		this.world.clock().advance(duration);
	}

	/**
	 * The sandbox's clock.
	 * @return the clock
	 */
	public Clock clock() {
		return this.world.clock();
	}

	/**
	 * Sets a fault until it is cleared.
	 * @param provider where
	 * @param endpoint for which requests
	 * @param fault what goes wrong
	 */
	public void fail(SandboxProvider provider, Endpoint endpoint, Fault fault) {
		fail(provider, endpoint, fault, Integer.MAX_VALUE);
	}

	/**
	 * Sets a fault for the next calls.
	 * @param provider where
	 * @param endpoint for which requests
	 * @param fault what goes wrong
	 * @param times for how many calls
	 */
	public void fail(SandboxProvider provider, Endpoint endpoint, Fault fault, int times) {
		this.world.faults().set(provider, endpoint, fault, times);
	}

	/**
	 * Clears all faults, and lets go of answers that are being delayed.
	 */
	public void clearFaults() {
		this.world.faults().clear();
	}

	/**
	 * How many answers are being delayed.
	 * @return the number of answers
	 */
	public int heldAnswers() {
		return this.world.faults().held();
	}

	/**
	 * Lets go of the answers that are being delayed, and delays later ones as before.
	 */
	public void releaseAnswers() {
		this.world.faults().release();
	}

	/**
	 * Uses up what a person may still ask in this minute of the sandbox's clock, at the
	 * providers that limit it (TreeSnap and Chaster).
	 * @param provider where
	 * @param login whose
	 */
	public void exhaustRate(SandboxProvider provider, String login) {
		this.world.rateWindow(provider).exhaust(People.named(provider, login).login());
	}

	/**
	 * Adds one more thing, as of now, to what a person holds: an observation at TreeSnap,
	 * a lock at Chaster, a like at LikeCoin.
	 * @param provider where
	 * @param login whose
	 */
	public void add(SandboxProvider provider, String login) {
		this.world.add(provider, People.named(provider, login).login());
	}

	/**
	 * Takes a thing away: an observation at TreeSnap, a lock at Chaster.
	 * @param provider where
	 * @param id its identifier there
	 */
	public void remove(SandboxProvider provider, String id) {
		this.world.remove(provider, id);
	}

	/**
	 * Registers one more redirect URI, beside Trellis's callbacks on localhost.
	 * @param provider where
	 * @param uri the exact URI
	 */
	public void registerRedirectUri(SandboxProvider provider, String uri) {
		this.world.registerRedirectUri(provider, uri);
	}

	/**
	 * How often an endpoint was called since the last reset.
	 * @param provider where
	 * @param endpoint which
	 * @return the number of calls
	 */
	public int calls(SandboxProvider provider, Endpoint endpoint) {
		return requests(provider, endpoint).size();
	}

	/**
	 * The requests to an endpoint since the last reset, oldest first.
	 * @param provider where
	 * @param endpoint which
	 * @return the requests
	 */
	public List<RecordedRequest> requests(SandboxProvider provider, Endpoint endpoint) {
		return this.world.traffic().of(provider, endpoint);
	}

	/**
	 * The latest request to an endpoint.
	 * @param provider where
	 * @param endpoint which
	 * @return the request
	 * @throws IllegalStateException if there was none
	 */
	public RecordedRequest lastRequest(SandboxProvider provider, Endpoint endpoint) {
		List<RecordedRequest> requests = requests(provider, endpoint);
		if (requests.isEmpty()) {
			throw new IllegalStateException("No " + endpoint + " request to " + provider.title());
		}
		return requests.get(requests.size() - 1);
	}

	/**
	 * Lets Chaster's API take the access tokens of another sign-on as well.
	 * @param reader tells what a token stands for, empty if it is not good
	 */
	public void takeTokensOf(Function<String, Optional<IssuedToken>> reader) {
		this.world.takeTokensOf(reader);
	}

	/**
	 * Who somebody is whom Chaster's sign-on knows by an id.
	 * @param id the id at the sign-on
	 * @return the name of the person
	 */
	public String loginAtChaster(String id) {
		return People.of(SandboxProvider.CHASTER)
			.stream()
			.filter((person) -> Locks.keycloakId(person).equals(id))
			.map(Person::login)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Nobody at Chaster has the id " + id));
	}

	/**
	 * All tokens a provider has given out since the last reset, good or not, oldest
	 * first.
	 * @param provider where
	 * @return the tokens
	 */
	public List<IssuedToken> issuedTokens(SandboxProvider provider) {
		return this.world.ledger(provider).tokens();
	}

	/**
	 * The newest good refresh token of a person.
	 * @param provider where
	 * @param login whose
	 * @return the token
	 */
	public String refreshToken(SandboxProvider provider, String login) {
		return newest(provider, login, Kind.REFRESH);
	}

	/**
	 * The newest good access token of a person.
	 * @param provider where
	 * @param login whose
	 * @return the token
	 */
	public String accessToken(SandboxProvider provider, String login) {
		return newest(provider, login, Kind.ACCESS);
	}

	private String newest(SandboxProvider provider, String login, Kind kind) {
		Ledger ledger = this.world.ledger(provider);
		return ledger.tokens()
			.stream()
			.filter((token) -> token.login().equals(login) && ledger.live(kind, token.value()) != null)
			.map(IssuedToken::value)
			.reduce((first, second) -> second)
			.orElseThrow(() -> new IllegalStateException("No " + kind + " token of " + login));
	}

	/**
	 * Whether a token is good now.
	 * @param provider where
	 * @param token the token
	 * @return whether it would be taken
	 */
	public boolean isLive(SandboxProvider provider, String token) {
		Ledger ledger = this.world.ledger(provider);
		return ledger.live(Kind.ACCESS, token) != null || ledger.live(Kind.REFRESH, token) != null;
	}

	/**
	 * Takes back all that a person has granted. At LikeCoin access tokens live on, as
	 * they do there.
	 * @param provider where
	 * @param login whose
	 */
	public void revokeAll(SandboxProvider provider, String login) {
		this.world.ledger(provider)
			.revokeAll((token) -> token.login().equals(login)
					&& (provider != SandboxProvider.LIKECOIN || token.kind() == Kind.REFRESH));
		if (provider == SandboxProvider.TREESNAP) {
			this.treeSnap.forget(login);
		}
	}

	/**
	 * Takes back a person's access tokens but not the grant, so that a refresh helps.
	 * @param provider where
	 * @param login whose
	 */
	public void revokeAccess(SandboxProvider provider, String login) {
		this.world.ledger(provider).revokeAll((token) -> token.login().equals(login) && token.kind() == Kind.ACCESS);
	}

	/**
	 * Sends somebody at TreatStream a treat: live to who listens, and into the month's
	 * list.
	 * @param login to whom
	 */
	public void sendTreat(String login) {
		this.treatStream.sendTreat(login);
	}

	/**
	 * Puts a treat into the month's list at TreatStream, and tells nobody.
	 * @param login for whom
	 */
	public void keepTreat(String login) {
		this.treatStream.keepTreat(login);
	}

	/**
	 * Makes a token that opens TreatStream's live connection once.
	 * @param login whose
	 * @return the token
	 */
	public String socketToken(String login) {
		return this.treatStream.socketToken(People.named(SandboxProvider.TREATSTREAM, login));
	}

	/**
	 * How many live connections somebody has at TreatStream.
	 * @param login whose
	 * @return the number of connections
	 */
	public int sockets(String login) {
		return this.treatStream.sockets().open(login);
	}

	/**
	 * Says something over somebody's live connections at TreatStream, as it stands.
	 * @param login whose
	 * @param packet the packet of Engine.IO, or what is none
	 */
	public void say(String login, String packet) {
		this.treatStream.sockets().say(login, packet);
	}

	/**
	 * Ends all live connections at TreatStream.
	 */
	public void closeSockets() {
		this.treatStream.sockets().closeAll();
	}

	/**
	 * Sets what the next live connections at TreatStream are told about pings.
	 * @param interval how long between two
	 * @param timeout how long to wait for the answer
	 */
	public void heartbeat(Duration interval, Duration timeout) {
		this.treatStream.sockets().heartbeat(interval, timeout);
	}

	/**
	 * The newest personal token on a person's developer page at TreeSnap.
	 * @param login whose
	 * @return the token
	 */
	public String personalToken(String login) {
		return this.treeSnap.newest(login);
	}

	/**
	 * Makes one more personal token at TreeSnap, as the developer page does.
	 * @param login whose
	 * @return the token
	 */
	public String newPersonalToken(String login) {
		return this.treeSnap.create(People.named(SandboxProvider.TREESNAP, login), "Another");
	}

	/**
	 * Makes a token of TreeSnap that is good but not stored, so that its refresh fails
	 * with code 1000.
	 * @param login whose
	 * @return the token
	 */
	public String orphanToken(String login) {
		return this.treeSnap.mint(People.named(SandboxProvider.TREESNAP, login));
	}

}
