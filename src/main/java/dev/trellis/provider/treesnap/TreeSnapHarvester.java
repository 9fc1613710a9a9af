package dev.trellis.provider.treesnap;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.parsing.PlainText;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Reads a person's own observations of trees, newest first, page by page. TreeSnap tells
 * neither what changed nor what was deleted, so that only a full pass can find that. Its
 * {@code next_page_url} carries only {@code page} and loses how many rows were asked for:
 * page addresses are built here, and its own links are never followed. A person who is
 * not privileged there sees even their own trees at a blurred place, in the words of
 * {@code location_accuracy}.
 */
@Component
class TreeSnapHarvester implements Harvester {

	/**
	 * As many rows a page as TreeSnap lets be asked for, to make as few calls as can be.
	 */
	private static final int PER_PAGE = 100;

	@Override
	public String name() {
		return "treesnap";
	}

	@Override
	public List<ItemKind> kinds() {
		return List.of(ItemKind.OBSERVATION);
	}

	@Override
	public Reach reach(ItemKind kind) {
		return Reach.INCREMENTS;
	}

	@Override
	public HarvestPage fetch(ItemKind kind, HarvestRequest request) {
		int number = pageNumber(request.cursor());
		Map<String, String> query = new LinkedHashMap<>();
		query.put("page", Integer.toString(number));
		query.put("per_page", Integer.toString(PER_PAGE));
		query.put("order_direction", "desc");
		JsonNode answer = request.api().get(request.api().path("observations", "/my-observations"), query);
		JsonNode page = answer.path("data");
		Collection<JsonNode> observations = Rows.elements(page.get("data"))
			.orElseThrow(() -> new ProviderException(Reason.MALFORMED,
					"TreeSnap answered the observations call with no list"));
		boolean last = observations.isEmpty() || isLast(Row.of(page), number);
		return Rows.read(observations, TreeSnapHarvester::observation)
			.page(last ? null : Integer.toString(number + 1), Row.of(page).count("total"));
	}

	private static int pageNumber(@Nullable String cursor) {
		return (cursor != null && cursor.matches("[1-9]\\d{0,8}")) ? Integer.parseInt(cursor) : 1;
	}

	private static boolean isLast(Row page, int number) {
		Integer last = page.count("last_page");
		if (last == null) {
			return page.raw("next_page_url") == null;
		}
		Integer current = page.count("current_page");
		return Math.max((current != null) ? current : number, number) >= last;
	}

	private static Optional<Finding> observation(Row row) {
		return Optional.ofNullable(row.id("id")).map((id) -> observation(row, id));
	}

	private static Finding observation(Row row, String id) {
		String category = row.text("category", PlainText.NAME);
		String species = species(row);
		Finding.Builder finding = Finding.of(ItemKind.OBSERVATION, id)
			.title((species != null) ? species : category)
			.category(category)
			.body(row.child("meta_data").text("comment", PlainText.WORDS))
			.startsAt(row.instant("collection_date"), row.timeText("collection_date"))
			.picture(row.link("thumbnail"))
			.page(row.link("url"));
		Double latitude = row.within("latitude", 90);
		Double longitude = row.within("longitude", 180);
		if (latitude != null && longitude != null) {
			finding.place(latitude, longitude, row.text("location_accuracy", PlainText.NAME));
		}
		return finding.build();
	}

	private static @Nullable String species(Row row) {
		return PlainText.TITLE.of(Stream.of("genus", "species")
			.map((field) -> row.text(field, PlainText.NAME))
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" ")));
	}

}
