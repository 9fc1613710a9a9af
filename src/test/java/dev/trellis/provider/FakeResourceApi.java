package dev.trellis.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.trellis.provider.ProviderException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A resource API that answers what a test told it to, call by call, and remembers what it
 * was asked.
 */
public final class FakeResourceApi implements ResourceApi {

	/**
	 * The time at which everything is asked.
	 */
	public static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

	private final Map<String, JsonNode> answers = new HashMap<>();

	private final Map<String, Reason> failures = new HashMap<>();

	private final Map<String, String> paths = new HashMap<>();

	private final List<String> calls = new ArrayList<>();

	private Instant since;

	private boolean full = true;

	private Parents parents = Parents.NONE;

	/**
	 * Answers a call.
	 * @param call the path, with the query's parameters in alphabetical order, unencoded
	 * @param json the answer
	 * @return this
	 */
	public FakeResourceApi answer(String call, String json) {
		this.answers.put(call, JsonMapper.shared().readTree(json));
		return this;
	}

	public FakeResourceApi fail(String path, Reason reason) {
		this.failures.put(path, reason);
		return this;
	}

	public FakeResourceApi describe(String call, String path) {
		this.paths.put(call, path);
		return this;
	}

	/**
	 * Has only asked for what is new.
	 * @param since the newest time that is known
	 * @return this
	 */
	public FakeResourceApi since(Instant since) {
		this.full = false;
		this.since = since;
		return this;
	}

	/**
	 * Knows what things can belong to.
	 * @param known what, in the order of external ids
	 * @return this
	 */
	public FakeResourceApi parents(Parents.Parent... known) {
		this.parents = (after, limit) -> Stream.of(known)
			.filter((parent) -> after == null || parent.externalId().compareTo(after) > 0)
			.limit(limit)
			.toList();
		return this;
	}

	private HarvestRequest request(String subject, Map<String, String> organizations, String cursor) {
		return new HarvestRequest(this, subject, organizations, this.full, this.since, NOW.minus(Duration.ofDays(30)),
				this.parents, cursor, NOW);
	}

	public List<String> calls() {
		return List.copyOf(this.calls);
	}

	/**
	 * Asks for all pages, at most twenty.
	 * @param harvester who asks
	 * @param kind what is asked for
	 * @param subject the account's identifier
	 * @param organizations the account's organizations
	 * @return the pages
	 */
	public List<HarvestPage> harvest(Harvester harvester, ItemKind kind, String subject,
			Map<String, String> organizations) {
		List<HarvestPage> pages = new ArrayList<>();
		String cursor = null;
		do {
			HarvestPage page = harvester.fetch(kind, request(subject, organizations, cursor));
			pages.add(page);
			cursor = page.next();
		}
		while (cursor != null && pages.size() < 20);
		return pages;
	}

	public HarvestPage first(Harvester harvester, ItemKind kind) {
		return harvest(harvester, kind, "riverfox", new LinkedHashMap<>()).get(0);
	}

	@Override
	public JsonNode get(String path, Map<String, String> query) {
		StringBuilder call = new StringBuilder(path);
		new TreeMap<>(query)
			.forEach((name, value) -> call.append((call.indexOf("?") < 0) ? "?" : "&").append(name + "=" + value));
		this.calls.add(call.toString());
		Reason failure = this.failures.get(path);
		if (failure != null) {
			throw new ProviderException(failure, "refused " + call);
		}
		JsonNode answer = this.answers.getOrDefault(call.toString(), this.answers.get(path));
		if (answer == null) {
			throw new ProviderException(Reason.NOT_FOUND, "no " + call);
		}
		return answer;
	}

	@Override
	public JsonNode post(String path, Map<String, Object> body) {
		Map<String, String> query = new TreeMap<>();
		body.forEach((name, value) -> query.put(name, String.valueOf(value)));
		return get(path, query);
	}

	@Override
	public String path(String call, String otherwise) {
		return this.paths.getOrDefault(call, otherwise);
	}

}
