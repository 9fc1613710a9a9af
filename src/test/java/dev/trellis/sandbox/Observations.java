package dev.trellis.sandbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up observations of trees in the envelope of Laravel's paginator.
 */
final class Observations {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT +0000'")
		.withZone(ZoneOffset.UTC);

	private static final List<Tree> TREES = List.of(new Tree("American Chestnut", "Castanea", "dentata", 35.95, -83.91),
			new Tree("Ash", "Fraxinus", "americana", 42.28, -83.74),
			new Tree("Eastern Hemlock", "Tsuga", "canadensis", 35.61, -83.49),
			new Tree("White Oak", "Quercus", "alba", 38.04, -84.5),
			new Tree("Florida Torreya", "Torreya", "taxifolia", 30.57, -84.95),
			new Tree("Tan Oak", "Notholithocarpus", "densiflorus", 38.09, -122.88),
			new Tree("American Elm", "Ulmus", "americana", 44.95, -93.09),
			new Tree("Butternut", "Juglans", "cinerea", 43.07, -89.4),
			new Tree("Other (Pawpaw)", "Asimina", "triloba", 39.33, -82.1));

	private static final List<String> COMMENTS = List.of("by the creek", "new shoots from an old stump",
			"a little thin at the crown", "beside the trail, easy to find", "leaves still green in October",
			"cones & needles collected", "healthy bark, 3 stems");

	private final World world;

	Observations(World world) {
		this.world = world;
	}

	List<Map<String, Object>> of(String login) {
		Person person = People.named(SandboxProvider.TREESNAP, login);
		int count = (person.isRich()) ? 61 : (person.isEmpty()) ? 0 : 2;
		Random random = new Random(login.hashCode());
		List<Map<String, Object>> observations = new ArrayList<>();
		int more = this.world.additions(SandboxProvider.TREESNAP, login).size();
		for (int i = 0; i < count + more; i++) {
			observations.add(observation(Integer.parseInt(person.id()) * 100 + i, i, random));
		}
		observations.removeIf((observation) -> this.world.isRemoved(SandboxProvider.TREESNAP, observation.get("id")));
		return observations;
	}

	/**
	 * One page. The addresses of other pages carry nothing but their number: whoever
	 * follows them loses the size of the page.
	 */
	Map<String, Object> page(String login, String path, int page, int perPage, boolean newestFirst) {
		List<Map<String, Object>> all = of(login);
		if (newestFirst) {
			Collections.reverse(all);
		}
		int last = Math.max(1, (all.size() + perPage - 1) / perPage);
		int from = Math.min((page - 1) * perPage, all.size());
		int to = Math.min(from + perPage, all.size());
		List<Map<String, Object>> data = all.subList(from, to);
		return Json.object("current_page", page, "data", data, "first_page_url", path + "?page=1", "from",
				(data.isEmpty()) ? null : from + 1, "last_page", last, "last_page_url", path + "?page=" + last, "links",
				links(path, page, last), "next_page_url", (page < last) ? path + "?page=" + (page + 1) : null, "path",
				path, "per_page", perPage, "prev_page_url", (page > 1) ? path + "?page=" + (page - 1) : null, "to",
				(data.isEmpty()) ? null : to, "total", all.size());
	}

	private static List<Map<String, Object>> links(String path, int page, int last) {
		List<Map<String, Object>> links = new ArrayList<>();
		links.add(link((page > 1) ? path + "?page=" + (page - 1) : null, "&laquo; Previous", false));
		for (int i = 1; i <= last; i++) {
			links.add(link(path + "?page=" + i, Integer.toString(i), i == page));
		}
		links.add(link((page < last) ? path + "?page=" + (page + 1) : null, "Next &raquo;", false));
		return links;
	}

	private static Map<String, Object> link(String url, String label, boolean active) {
		return Json.object("url", url, "label", label, "active", active);
	}

	private Map<String, Object> observation(int id, int index, Random random) {
		Tree tree = TREES.get(random.nextInt(TREES.size()));
		Instant collected = this.world.epoch().minusSeconds(86_400L * (5 + index * 11L) + random.nextInt(40_000));
		String picture = "https://treesnap.example.test/storage/images/" + id;
		return Json.object("id", id, "custom_id", (index % 9 == 0) ? "HB-" + index : null, "category", tree.category(),
				"genus", tree.genus(), "species", tree.species(), "submitter", "Anonymous", "thumbnail",
				"https://treesnap.example.test/storage/thumbnails/" + id + ".jpg", "images",
				(index % 7 == 3) ? List.of()
						: Json.object("images", List.of(picture + "-a.jpg"), "leafImages",
								List.of(picture + "-leaf.jpg")),
				"longitude", blurred(tree.longitude(), random), "latitude", blurred(tree.latitude(), random),
				"location_accuracy", (index % 5 == 4) ? "Within 12.5 meter radius" : "Within 8 kilometers radius",
				"collection_date", FORMAT.format(collected), "meta_data",
				(index % 6 == 5) ? List.of() : details(index, random), "url",
				"https://treesnap.example.test/observation/" + id);
	}

	private static Map<String, Object> details(int index, Random random) {
		int inches = 4 + random.nextInt(30);
		return Json.object("comment", COMMENTS.get(index % COMMENTS.size()), "diameterNumeric", inches,
				"diameterNumeric_units", "Inches", "diameterNumeric_values", Json.object("US_value", inches, "US_unit",
						"Inches", "metric_value", Math.round(inches * 254) / 100.0, "metric_unit", "cm"),
				"crownHealth", Integer.toString(1 + random.nextInt(5)));
	}

	private static double blurred(double degrees, Random random) {
		return Math.round((degrees + random.nextGaussian() * 0.4) * 10_000) / 10_000.0;
	}

	/**
	 * A kind of tree and a place where it grows.
	 */
	private record Tree(String category, String genus, String species, double latitude, double longitude) {

	}

}
