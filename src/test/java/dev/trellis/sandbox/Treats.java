package dev.trellis.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
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

	private final World world;

	Treats(World world) {
		this.world = world;
	}

	/**
	 * The treats of the last thirty days, newest first.
	 */
	List<Map<String, Object>> lastMonth(String login) {
		Instant oldest = this.world.clock().instant().minus(Duration.ofDays(30));
		List<Map<String, Object>> treats = new ArrayList<>();
		Random random = new Random(login.hashCode());
		Instant at = this.world.epoch();
		for (int i = 0; i < count(login); i++) {
			at = at.minusSeconds(3_600 + random.nextInt(16 * 3_600 - 3_600));
			Map<String, Object> treat = treat(login, sender(i, random), at, random);
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

	private static Map<String, Object> treat(String receiver, String sender, Instant at, Random random) {
		return Json.object("sender", sender, "sender_type", "twitch", "receiver", receiver, "receiver_type", "twitch",
				"title", TITLES.get(random.nextInt(TITLES.size())), "message",
				MESSAGES.get(random.nextInt(MESSAGES.size())), "date_created", FORMAT.format(at));
	}

}
