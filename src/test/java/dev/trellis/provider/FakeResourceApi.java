package dev.trellis.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.trellis.provider.ProviderException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A resource API that answers what a test told it to, call by call, and remembers what it
 * was asked.
 */
public final class FakeResourceApi implements ResourceApi {

	private final Map<String, JsonNode> answers = new HashMap<>();

	private final Map<String, Reason> failures = new HashMap<>();

	private final Map<String, String> paths = new HashMap<>();

	private final List<String> calls = new ArrayList<>();

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
			HarvestPage page = harvester.fetch(kind,
					new HarvestRequest(this, subject, organizations, cursor, Instant.parse("2026-11-21T00:00:00Z")));
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
		throw new ProviderException(Reason.NOT_FOUND, "no " + path);
	}

	@Override
	public String path(String call, String otherwise) {
		return this.paths.getOrDefault(call, otherwise);
	}

}
