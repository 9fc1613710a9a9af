package dev.trellis.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up likes: authors, and works that were liked when.
 */
final class Likes {

	private static final List<String> AUTHORS = List.of("paperlark", "quillhare", "harbornotes", "slowkitchen",
			"nightferry", "moss-journal", "citywalker", "smallpress");

	private static final List<String> WORKS = List.of("a-year-of-bread", "how-tides-work", "letters-from-the-island",
			"the-last-tram", "growing-chestnuts", "on-reading-slowly", "a-map-of-small-parks", "winter-soups",
			"field-notes-12", "why-bridges-sing");

	private final World world;

	Likes(World world) {
		this.world = world;
	}

	static String avatar(Person person) {
		return "https://api.like.example.test/users/id/" + person.id() + "/avatar?size=400&hash=ab12";
	}

	/**
	 * A profile; what is not set is left out.
	 */
	Map<String, Object> profile(Person person) {
		Map<String, Object> profile = Json.object("user", person.id(), "avatar", avatar(person));
		if (!person.isEmpty()) {
			profile.put("displayName", person.name());
			profile.put("likeWallet", "like1" + "q".repeat(38));
		}
		if (person.isRich()) {
			profile.put("isSubscribedCivicLiker", true);
			profile.put("civicLikerSince", 1_546_272_000_000L);
			profile.put("description", "Reads more than she writes");
		}
		return profile;
	}

	List<String> authors(Person person) {
		return AUTHORS.subList(0, (person.isRich()) ? AUTHORS.size() : (person.isEmpty()) ? 0 : 1);
	}

	int total(Person person) {
		return (person.isRich()) ? 37 : (person.isEmpty()) ? 0 : 1;
	}

	/**
	 * The newest likes first, within bounds in milliseconds that themselves are excluded.
	 */
	List<Map<String, Object>> latest(Person person, RecordedRequest request) {
		long before = number(request, "before", Long.MAX_VALUE);
		long after = number(request, "after", 0);
		return all(person).stream()
			.filter((like) -> (long) like.get("ts") < before && (long) like.get("ts") > after)
			.limit(Math.min(100, number(request, "limit", 20)))
			.toList();
	}

	private List<Map<String, Object>> all(Person person) {
		Random random = new Random(person.id().hashCode());
		List<Map<String, Object>> likes = new ArrayList<>();
		List<Instant> additions = this.world.additions(SandboxProvider.LIKECOIN, person.login());
		for (int i = additions.size() - 1; i >= 0; i--) {
			String url = "https://" + AUTHORS.get(0) + ".example.test/new-" + i;
			likes.add(Json.object("referrer", url, "url", url, "user", AUTHORS.get(0), "ts",
					additions.get(i).toEpochMilli()));
		}
		long at = this.world.epoch().toEpochMilli();
		for (int i = 0; i < total(person); i++) {
			at -= Duration.ofHours(3).toMillis() + random.nextInt(200_000_000);
			String author = AUTHORS.get(random.nextInt(authors(person).size()));
			String url = "https://" + author + ".example.test/" + WORKS.get(i % WORKS.size())
					+ ((i < WORKS.size()) ? "" : "-part-" + (1 + i / WORKS.size()));
			likes.add(Json.object("referrer", url, "url", url, "user", author, "ts", at));
		}
		return likes;
	}

	private static long number(RecordedRequest request, String name, long otherwise) {
		String text = request.query().get(name);
		return (text != null && text.matches("\\d{1,18}")) ? Long.parseLong(text) : otherwise;
	}

}
