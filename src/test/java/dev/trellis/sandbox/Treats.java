package dev.trellis.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up treats: always the same seven texts, without an id.
 */
final class Treats {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
		.withZone(ZoneOffset.UTC);

	private static final List<String> SENDERS = List.of("mapleowl", "copperjay", "mossybadger", "lakeheron", "tinyoak",
			"dawnrabbit", "plumfinch", "oldwillow");

	private static final List<String> TITLES = List.of("Veggie Burrito", "Iced Oat Latte", "Blueberry Muffin",
			"Margherita Pizza", "Ramen Bowl", "Lemon Sorbet", "Cinnamon Roll", "Green Tea", "Falafel Wrap",
			"Box of Doughnuts");

	private static final List<String> MESSAGES = List.of("Have a good one!", "You earned this \uD83C\uDF55",
			"Great stream tonight \uD83D\uDC9A", "For the long boss fight", "Stay hydrated \uD83D\uDCA7", "",
			"Tea & biscuits <3", "Thanks for the laughs \uD83D\uDE02", "Enjoy – from all of us");

	private static final int KEPT = 500;

	private final World world;

	private final Map<String, Deque<Sent>> sent = new HashMap<>();

	private int turn;

	Treats(World world) {
		this.world = world;
		world.onReset(this::forget);
	}

	private synchronized void forget() {
		this.sent.clear();
		this.turn = 0;
	}

	/**
	 * Sends one more treat, now; every fourth is a test of the system's.
	 * @return the treat
	 */
	synchronized Map<String, Object> send(String login) {
		int now = this.turn++;
		String sender = (now % 4 == 3) ? "SYSTEM" : SENDERS.get(now % SENDERS.size());
		Instant at = this.world.clock().instant();
		Map<String, Object> treat = treat(login, sender, at, TITLES.get(now % TITLES.size()),
				MESSAGES.get(now % MESSAGES.size()));
		Deque<Sent> all = this.sent.computeIfAbsent(login, (key) -> new ArrayDeque<>());
		if (all.size() == KEPT) {
			all.removeLast();
		}
		all.addFirst(new Sent(at, treat));
		return treat;
	}

	/**
	 * The treats of the last thirty days, newest first.
	 */
	synchronized List<Map<String, Object>> lastMonth(String login) {
		Instant oldest = this.world.clock().instant().minus(Duration.ofDays(30));
		List<Map<String, Object>> treats = new ArrayList<>();
		this.sent.getOrDefault(login, new ArrayDeque<>())
			.stream()
			.filter((sent) -> sent.at().isAfter(oldest))
			.map(Sent::treat)
			.forEach(treats::add);
		Random random = new Random(login.hashCode());
		Instant at = this.world.epoch();
		for (int i = 0; i < count(login); i++) {
			at = at.minusSeconds(3_600 + random.nextInt(16 * 3_600 - 3_600));
			Map<String, Object> treat = treat(login, sender(i, random), at, TITLES.get(random.nextInt(TITLES.size())),
					MESSAGES.get(random.nextInt(MESSAGES.size())));
			if (at.isAfter(oldest)) {
				treats.add(treat);
			}
		}
		return treats;
	}

	private static int count(String login) {
		Person person = People.named(SandboxProvider.TREATSTREAM, login);
		return (person.isRich()) ? 45 : (person.isEmpty()) ? 0 : 2;
	}

	private static String sender(int index, Random random) {
		return switch (index) {
			case 3 -> "SYSTEM";
			case 7 -> "";
			default -> SENDERS.get(random.nextInt(SENDERS.size()));
		};
	}

	private static Map<String, Object> treat(String receiver, String sender, Instant at, String title, String message) {
		return Json.object("sender", sender, "sender_type", "twitch", "receiver", receiver, "receiver_type", "twitch",
				"title", title, "message", message, "date_created", FORMAT.format(at));
	}

	/**
	 * A treat that was sent while the sandbox ran.
	 */
	private record Sent(Instant at, Map<String, Object> treat) {

	}

}
