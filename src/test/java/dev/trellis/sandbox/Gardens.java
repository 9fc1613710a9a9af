package dev.trellis.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Made-up organizations whose components measure things.
 */
final class Gardens {

	private static final Pattern SELECT = Pattern
		.compile("(?is)\\s*select\\s+(.+?)\\s+from\\s+(system\\.)?stream\\b.*");

	private static final Organization NORTH = new Organization("North Greenhouse",
			List.of("Greenhouse 1", "Greenhouse 2", "Seedling Room", "Water Tank"),
			List.of(Measure.TEMPERATURE, Measure.HUMIDITY, Measure.DOOR, Measure.NOTE));

	private static final Organization ORCHARD = new Organization("Riverside Orchard",
			List.of("Upper Field", "Lower Field", "Weather Mast"),
			List.of(Measure.TEMPERATURE, Measure.MOISTURE, Measure.BATTERY));

	private static final Organization BALCONY = new Organization("Balcony", List.of("Flower Box"),
			List.of(Measure.TEMPERATURE));

	private static final List<String> TEXT_COLUMNS = List.of("cname", "cuid", "cid", "folderPath", "name", "uid", "id",
			"description", "timeZoneId", "unitUid", "unit", "streamType", "lastValueType");

	/**
	 * How far apart values are measured.
	 */
	private static final Duration INTERVAL = Duration.ofHours(2);

	private static final int VALUES_BEFORE = 12;

	private final World world;

	Gardens(World world) {
		this.world = world;
	}

	List<Organization> organizations(Person person) {
		return (person.isRich()) ? List.of(NORTH, ORCHARD) : (person.isEmpty()) ? List.of() : List.of(BALCONY);
	}

	/**
	 * An organization of which the person is a member, or null.
	 */
	Organization organization(Person person, String uid) {
		return organizations(person).stream()
			.filter((organization) -> organization.uid().equals(uid.trim()))
			.findFirst()
			.orElse(null);
	}

	Map<String, Object> user(Person person) {
		String[] names = person.name().split(" ");
		return Json.object("uid", person.id(), "firstName", names[0], "lastName", names[1], "email", person.email(),
				"phoneNumber", "", "organization",
				organizations(person).stream()
					.map((organization) -> Json.object("uid", organization.uid(), "name", organization.name(),
							"isOwner", true, "type", "organization"))
					.toList());
	}

	Map<String, Object> member(Person person, boolean trueBooleans) {
		return Json.object("uid", person.id(), "affiliation", "", "isOwner", (trueBooleans) ? (Object) true : "true",
				"compStudioRole", "EDITOR", "compRole", "EDITOR", "contentRole", "VIEWER", "fullName", person.name());
	}

	List<Map<String, Object>> units() {
		return Arrays.stream(Measure.values())
			.filter((measure) -> !measure.unit.isEmpty())
			.map((measure) -> Json.object("uid", measure.unitUid(), "id", measure.unit, "name", measure.unit, "symbol",
					measure.unit))
			.toList();
	}

	List<Map<String, Object>> components(Organization organization, Person owner) {
		return organization.components()
			.stream()
			.map((name) -> Json.object("uid", organization.uid(name), "id", id(name), "name", name, "creationDate",
					this.world.epoch().toEpochMilli() - 30_000_000_000L, "disposition", "FIXED", "timeZoneId", "UTC",
					"ownerUser", Json.object("uid", owner.id(), "name", owner.name()), "location", Json.object()))
			.toList();
	}

	List<Map<String, Object>> streams(Organization organization, String componentUid) {
		return readings(organization).stream()
			.filter((reading) -> reading.get("cuid").equals(componentUid))
			.map((reading) -> Json.object("uid", reading.get("uid"), "id", reading.get("id"), "name",
					reading.get("name"), "description", "", "valueType", reading.get("lastValueType"), "streamType",
					"rdm_stream", "rollupMethod", "AVG", "streamDerivationType", "NONE", "unit",
					Json.object("uid", reading.get("unitUid")), "delete_profile", Json.object("uid", "")))
			.toList();
	}

	List<Map<String, Object>> lastValues(Organization organization, String componentId, boolean withId) {
		return readings(organization).stream()
			.filter((reading) -> reading.get("cid").equals(componentId))
			.map((reading) -> {
				Map<String, Object> value = (withId) ? Json.object("streamId", reading.get("id")) : Json.object();
				value.put("time", reading.get("lastUpdated"));
				value.put("data", reading.get("lastValue"));
				return value;
			})
			.toList();
	}

	/**
	 * What a stream measured, oldest first, up to its last value.
	 */
	List<Map<String, Object>> feed(Organization organization, String componentId, String streamId, long from, long to,
			int limit) {
		for (String component : organization.components()) {
			for (Measure measure : organization.measures()) {
				if (id(component).equals(componentId) && id(measure.title).equals(streamId)) {
					return feed(organization.uid(component + "/" + measure), measure, from, to, limit);
				}
			}
		}
		return List.of();
	}

	private List<Map<String, Object>> feed(String uid, Measure measure, long from, long to, int limit) {
		List<Map<String, Object>> values = new ArrayList<>();
		long last = lastUpdated(uid);
		long first = this.world.epoch().toEpochMilli() - VALUES_BEFORE * INTERVAL.toMillis();
		for (long at = last - (last - first) / INTERVAL.toMillis() * INTERVAL.toMillis(); at <= last; at += INTERVAL
			.toMillis()) {
			if (at >= from && at <= to && values.size() < limit) {
				values.add(Json.object("time", at, "data", measure.value(new Random(uid.hashCode() + at))));
			}
		}
		return values;
	}

	// A new value each time that long has passed on the sandbox's clock.
	private long lastUpdated(String uid) {
		long epoch = this.world.epoch().toEpochMilli();
		long passed = Math.max(0, this.world.clock().instant().toEpochMilli() - epoch);
		return epoch - new Random(uid.hashCode()).nextInt(3_600_000)
				+ passed / INTERVAL.toMillis() * INTERVAL.toMillis();
	}

	/**
	 * Reads columns of the table of streams; empty if the statement is not understood or
	 * names a column that is not there. Conditions are not looked at.
	 */
	Optional<Table> select(Organization organization, String statement) {
		Matcher matcher = SELECT.matcher((statement != null) ? statement : "");
		if (!matcher.matches()) {
			return Optional.empty();
		}
		List<Map<String, Object>> readings = readings(organization);
		List<String> names = Arrays.stream(matcher.group(1).split(",")).map(Gardens::column).toList();
		if (!readings.get(0).keySet().containsAll(names)) {
			return Optional.empty();
		}
		List<Map<String, Object>> columns = names.stream()
			.map((name) -> Json.object("valueType", type(name), "name", name))
			.toList();
		List<List<Object>> rows = new ArrayList<>();
		readings.forEach((reading) -> rows.add(names.stream().map(reading::get).toList()));
		return Optional.of(new Table(columns, rows));
	}

	private static String column(String text) {
		String[] words = text.trim().split("\\s+");
		return words[0].substring(words[0].lastIndexOf('.') + 1);
	}

	private static String type(String column) {
		if ("lastValue".equals(column)) {
			return "DOUBLE";
		}
		return (TEXT_COLUMNS.contains(column)) ? "STRING" : "LONG";
	}

	private List<Map<String, Object>> readings(Organization organization) {
		List<Map<String, Object>> readings = new ArrayList<>();
		for (String component : organization.components()) {
			for (Measure measure : organization.measures()) {
				readings.add(reading(organization, component, measure));
			}
		}
		return readings;
	}

	private Map<String, Object> reading(Organization organization, String component, Measure measure) {
		String uid = organization.uid(component + "/" + measure);
		long at = lastUpdated(uid);
		Map<String, Object> reading = new LinkedHashMap<>();
		reading.put("cname", component);
		reading.put("cuid", organization.uid(component));
		reading.put("cid", id(component));
		reading.put("folderPath", "/Components");
		reading.put("name", measure.title);
		reading.put("uid", uid);
		reading.put("id", id(measure.title));
		reading.put("description", "");
		reading.put("timeZoneId", "UTC");
		reading.put("unitUid", (measure.unit.isEmpty()) ? "" : measure.unitUid());
		reading.put("unit", measure.unit);
		reading.put("streamType", "rdm_stream");
		reading.put("lastValueType", measure.valueType);
		reading.put("lastValue", measure.value(new Random(uid.hashCode() + at)));
		reading.put("lastUpdated", at);
		reading.put("startDate", at - 30_000_000_000L);
		reading.put("endDate", at);
		reading.put("completedDate", at);
		return reading;
	}

	private static String id(String name) {
		return name.toLowerCase(Locale.ROOT).replace(' ', '-');
	}

	/**
	 * An organization with its components, of which each measures the same things.
	 */
	record Organization(String name, List<String> components, List<Measure> measures) {

		String uid() {
			return uid("");
		}

		String uid(String part) {
			return UUID.nameUUIDFromBytes((this.name + "/" + part).getBytes(StandardCharsets.UTF_8)).toString();
		}

	}

	/**
	 * The answer to a statement.
	 */
	record Table(List<Map<String, Object>> columns, List<List<Object>> rows) {

	}

	/**
	 * What is measured.
	 */
	enum Measure {

		TEMPERATURE("Temperature", "°C", "FLOAT"), HUMIDITY("Humidity", "%", "FLOAT"),
		MOISTURE("Soil moisture", "%", "FLOAT"), BATTERY("Battery", "V", "DOUBLE"), DOOR("Door open", "", "BOOLEAN"),
		NOTE("Note", "", "STRING");

		private final String title;

		private final String unit;

		private final String valueType;

		Measure(String title, String unit, String valueType) {
			this.title = title;
			this.unit = unit;
			this.valueType = valueType;
		}

		String unitUid() {
			return UUID.nameUUIDFromBytes(this.unit.getBytes(StandardCharsets.UTF_8)).toString();
		}

		Object value(Random random) {
			return switch (this) {
				case TEMPERATURE -> Math.round(120 + random.nextInt(150)) / 10.0;
				case HUMIDITY, MOISTURE -> Math.round(300 + random.nextInt(600)) / 10.0;
				case BATTERY -> Math.round(320 + random.nextInt(90)) / 100.0;
				case DOOR -> random.nextBoolean();
				case NOTE -> "Watered \uD83C\uDF31";
			};
		}

	}

}
