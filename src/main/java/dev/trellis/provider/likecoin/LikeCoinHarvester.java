package dev.trellis.provider.likecoin;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.HarvestRequest;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.ResourceApi;
import dev.trellis.provider.parsing.Fingerprint;
import dev.trellis.provider.parsing.PlainText;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Reads what a Liker liked. LikeCoin documents none of these calls; their paths and
 * shapes are those that its public clients use, so that the paths can be described anew.
 * Works are paged by time, newest first: {@code before} and {@code after}, in
 * milliseconds.
 */
@Component
class LikeCoinHarvester implements Harvester {

	private static final int LIMIT = 50;

	/**
	 * What says that the call for amounts, which not every Liker can make, is not to be
	 * had.
	 */
	private static final Set<Reason> NO_AMOUNTS = Set.of(Reason.NOT_FOUND, Reason.SCOPE_MISSING, Reason.REQUEST_REFUSED,
			Reason.MALFORMED);

	@Override
	public String name() {
		return "likecoin";
	}

	@Override
	public List<ItemKind> kinds() {
		return List.of(ItemKind.LIKED_WORK, ItemKind.LIKED_AUTHOR, ItemKind.TOTAL);
	}

	@Override
	public Reach reach(ItemKind kind) {
		return (kind == ItemKind.LIKED_WORK) ? Reach.INCREMENTS : Reach.ALL;
	}

	@Override
	public HarvestPage fetch(ItemKind kind, HarvestRequest request) {
		return switch (kind) {
			case LIKED_WORK -> works(request);
			case LIKED_AUTHOR -> authors(request.api());
			case TOTAL -> totals(request.api());
			default -> throw new IllegalArgumentException("LikeCoin holds no " + kind);
		};
	}

	private static HarvestPage works(HarvestRequest request) {
		if (request.subject() == null) {
			return HarvestPage.last(List.of(), 0);
		}
		String path = request.api()
			.path("liked-works", "/like/info/user/{id}/latest")
			.replace("{id}", UriUtils.encode(request.subject(), "UTF-8"));
		Map<String, String> query = new LinkedHashMap<>();
		query.put("limit", Integer.toString(LIMIT));
		if (request.cursor() != null) {
			query.put("before", request.cursor());
		}
		if (request.since() != null) {
			// From just before the newest, so that another of the same millisecond is not
			// missed.
			query.put("after", Long.toString(request.since().toEpochMilli() - 1));
		}
		Rows rows = Rows.read(list(request.api().get(path, query), "liked works"), LikeCoinHarvester::work);
		String next = next(rows, request.cursor());
		boolean full = rows.findings().size() + rows.skipped() >= LIMIT;
		return rows.page(next, null).gaps(next == null && full);
	}

	private static @Nullable String next(Rows rows, @Nullable String cursor) {
		Optional<Instant> oldest = rows.findings()
			.stream()
			.map(Finding::startsAt)
			.filter(Objects::nonNull)
			.min(Instant::compareTo);
		if (oldest.isEmpty()) {
			return null;
		}
		// From just after the oldest, so that another of the same millisecond is not
		// missed.
		long next = oldest.get().toEpochMilli() + 1;
		boolean further = cursor == null || !cursor.matches("\\d{1,18}") || next < Long.parseLong(cursor);
		return further ? Long.toString(next) : null;
	}

	private static Optional<Finding> work(Row row) {
		String address = address(row);
		if (address == null) {
			return Optional.empty();
		}
		String author = row.text("user", PlainText.NAME);
		URI link = row.link("url");
		List<@Nullable String> identity = new ArrayList<>();
		identity.add(row.raw("user"));
		identity.add(address);
		return Optional.of(Finding.of(ItemKind.LIKED_WORK, Fingerprint.of(identity))
			.title(PlainText.TITLE.of(address))
			.actor(author)
			.startsAt(row.instant("ts"), row.timeText("ts"))
			.page((link != null) ? link : row.link("referrer"))
			.build());
	}

	private static @Nullable String address(Row row) {
		String url = row.raw("url");
		String address = (url != null && !url.isBlank()) ? url : row.raw("referrer");
		return (address != null && !address.isBlank()) ? address.strip() : null;
	}

	private static HarvestPage authors(ResourceApi api) {
		JsonNode answer = api.get(api.path("liked-authors", "/like/info/liked/list"), Map.of());
		Collection<JsonNode> authors = list(answer, "liked authors");
		List<Finding> findings = new ArrayList<>(authors.size());
		for (JsonNode author : authors) {
			String name = author.isObject() ? Row.of(author).raw("user") : Row.scalar(author);
			String id = Fingerprint.identifier(name);
			if (id != null) {
				findings.add(Finding.of(ItemKind.LIKED_AUTHOR, id).title(PlainText.TITLE.of(name)).build());
			}
		}
		return new Rows(findings, authors.size() - findings.size()).page(null, authors.size());
	}

	private static HarvestPage totals(ResourceApi api) {
		Row history = Row.of(api.get(api.path("total", "/like/info/like/history/total"), Map.of()));
		Double likes = history.number("total");
		if (likes == null) {
			throw new ProviderException(Reason.MALFORMED, "LikeCoin answered the total call with no total");
		}
		List<Finding> totals = new ArrayList<>();
		totals.add(total("total", "Likes", likes, null));
		Row amounts = amounts(api);
		for (String wallet : List.of("cosmosLIKE", "walletLIKE")) {
			Double amount = amounts.number(wallet);
			if (amount != null) {
				totals.add(total(wallet, wallet, amount, "LIKE"));
			}
		}
		return HarvestPage.last(totals, 0);
	}

	private static Row amounts(ResourceApi api) {
		try {
			return Row.of(api.get(api.path("amount", "/like/info/like/amount"), Map.of()));
		}
		catch (ProviderException ex) {
			if (NO_AMOUNTS.contains(ex.reason())) {
				return Row.NONE;
			}
			throw ex;
		}
	}

	private static Finding total(String id, String title, Double quantity, @Nullable String unit) {
		return Finding.of(ItemKind.TOTAL, id).title(title).quantity(quantity).reading(null, unit).build();
	}

	private static Collection<JsonNode> list(JsonNode answer, String call) {
		JsonNode list = answer.isArray() ? answer : answer.path("list");
		return Rows.elements(list)
			.orElseThrow(() -> new ProviderException(Reason.MALFORMED,
					"LikeCoin answered the " + call + " call with no list"));
	}

}
