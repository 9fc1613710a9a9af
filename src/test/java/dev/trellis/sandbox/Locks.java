package dev.trellis.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Made-up locks and members, in neutral words.
 */
final class Locks {

	private final World world;

	Locks(World world) {
		this.world = world;
	}

	static String keycloakId(Person person) {
		return UUID.nameUUIDFromBytes(person.id().getBytes(StandardCharsets.UTF_8)).toString();
	}

	Map<String, Object> profile(Person person) {
		return Json.object("_id", person.id(), "keycloakId", keycloakId(person), "username", person.name(), "email",
				person.email(), "emailVerified", true, "avatarUrl",
				"https://cdn.chaster.example.test/avatars/" + person.login() + ".png", "role", "unspecified",
				"isPremium", person.isRich(), "isDeveloper", false, "isAdmin", null, "isModerator", null,
				"subscriptionEnd", null, "customSubscriptionEnd", null, "hasPastDueSubscription", false, "description",
				"", "location", "", "gender", null, "birthDate", null, "discordId", null, "discordUsername", null,
				"country", null, "region", null, "settings", Json.object("showOnlineStatus", true), "metadata",
				Json.object(), "privateMetadata", Json.object(), "hasAcceptedCommunityRules", true, "features",
				List.of(), "needsDiscordMigration", false);
	}

	List<Map<String, Object>> of(Person person, String status) {
		return all(person).stream()
			.filter((lock) -> "all".equals(status) || "archived".equals(status) == (lock.get("archivedAt") != null))
			.toList();
	}

	Optional<Map<String, Object>> find(Person person, String id) {
		return all(person).stream().filter((lock) -> lock.get("_id").equals(id)).findFirst();
	}

	/**
	 * A page of a lock's history, continued after the last entry that was seen.
	 */
	Map<String, Object> history(Map<String, Object> lock, RecordedRequest request) {
		List<Map<String, Object>> entries = entries(lock);
		int limit = limit(request);
		String last = request.parameter("lastId");
		int from = 0;
		for (int i = 0; i < entries.size(); i++) {
			if (entries.get(i).get("_id").equals(last)) {
				from = i + 1;
			}
		}
		int to = Math.min(from + limit, entries.size());
		return Json.object("results", entries.subList(from, to), "count", entries.size(), "hasMore",
				to < entries.size());
	}

	private static int limit(RecordedRequest request) {
		String limit = request.parameter("limit");
		return (limit != null && limit.matches("\\d{1,3}")) ? Math.min(100, Integer.parseInt(limit)) : 15;
	}

	private List<Map<String, Object>> entries(Map<String, Object> lock) {
		List<Map<String, Object>> entries = new ArrayList<>();
		String id = (String) lock.get("_id");
		Instant start = Instant.parse((String) lock.get("startDate"));
		for (int i = 17; i >= 0; i--) {
			if (start.plus(Duration.ofHours(5L * i)).isAfter(this.world.clock().instant())) {
				continue;
			}
			String type = (i == 0) ? "locked" : "time_changed";
			entries.add(Json.object("_id", id.substring(0, 16) + id.substring(20) + "%04x".formatted(i), "type", type,
					"lock", id, "role", (i % 3 == 0) ? "user" : "extension", "extension", (i % 3 == 0) ? null : "dice",
					"title", (i == 0) ? "%USER% started the lock" : "%USER% rolled the dice", "description", "",
					"color", null, "icon", "fa-lock", "payload", Json.object(), "prefix", "default", "createdAt",
					iso(start.plus(Duration.ofHours(5L * i))), "user", lock.get("user")));
		}
		return entries;
	}

	private List<Map<String, Object>> all(Person person) {
		List<Map<String, Object>> locks = new ArrayList<>();
		if (person.isEmpty()) {
			return locks;
		}
		locks.add(lock(person, 1, "Self-lock", "locked", 4, 9, null));
		if (person.isRich()) {
			locks.add(hidden(lock(person, 2, "Weekend lock", "locked", 1, 3, null)));
			locks.add(lock(person, 3, "Reading challenge", "unlocked", 12, -1, null));
			locks.add(lock(person, 4, "Trial lock", "deserted", 40, -20, null));
			locks.add(lock(person, 5, "Spring lock", "unlocked", 150, -120, -110));
			locks.add(lock(person, 6, "First lock", "unlocked", 300, -290, -280));
		}
		int more = this.world.additions(SandboxProvider.CHASTER, person.login()).size();
		for (int i = 0; i < more; i++) {
			locks.add(lock(person, 7 + i, "New lock", "locked", 0, 5, null));
		}
		locks.removeIf((lock) -> this.world.isRemoved(SandboxProvider.CHASTER, lock.get("_id")));
		return locks;
	}

	private static Map<String, Object> hidden(Map<String, Object> lock) {
		lock.put("endDate", null);
		lock.put("displayRemainingTime", false);
		lock.put("isAllowedToViewTime", false);
		return lock;
	}

	private Map<String, Object> lock(Person person, int number, String title, String status, int startedDaysAgo,
			int endsInDays, Integer archivedInDays) {
		Instant epoch = this.world.epoch();
		Instant start = epoch.minus(Duration.ofDays(startedDaysAgo));
		boolean open = "locked".equals(status);
		return Json.object("_id", person.id().substring(0, 20) + "a" + "%03d".formatted(number), "title", title,
				"status", status, "role", "wearer", "startDate", iso(start), "minDate", iso(start), "maxDate",
				iso(start.plus(Duration.ofDays(30))), "createdAt", iso(start), "updatedAt", iso(start), "endDate",
				iso(epoch.plus(Duration.ofDays(endsInDays))), "maxLimitDate", null, "unlockedAt",
				(open) ? null : iso(epoch.plus(Duration.ofDays(endsInDays))), "archivedAt",
				(archivedInDays != null) ? iso(epoch.plus(Duration.ofDays(archivedInDays))) : null, "frozenAt", null,
				"keyholderArchivedAt", null, "deletedAt", null, "totalDuration",
				Duration.between(start, this.world.clock().instant()).toMillis(), "displayRemainingTime", true,
				"isAllowedToViewTime", true, "limitLockTime", false, "canBeUnlocked", !open, "extensionsAllowUnlocking",
				true, "isFrozen", false, "isTestLock", false, "allowSessionOffer", true, "hideTimeLogs", false,
				"trusted", true, "combination", null, "offerToken", null, "user", member(person), "keyholder", null,
				"sharedLock", null, "extensions", List.of(), "availableHomeActions", List.of(),
				"reasonsPreventingUnlocking", List.of(), "lastVerificationPicture", null);
	}

	private static Map<String, Object> member(Person person) {
		return Json.object("_id", person.id(), "username", person.name(), "isPremium", false, "description", "",
				"avatarUrl", "https://cdn.chaster.example.test/avatars/" + person.login() + ".png", "online", true,
				"lastSeen", null, "features", List.of(), "joinedAt", "2024-01");
	}

	private static String iso(Instant instant) {
		return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000Z");
	}

}
