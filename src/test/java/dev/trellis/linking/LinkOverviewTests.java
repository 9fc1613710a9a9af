package dev.trellis.linking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.linking.LinkOverview.Entry;
import dev.trellis.linking.LinkQuery.Order;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Page;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.vault.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every linked account as administrators see it.
 */
@EachDatabase
class LinkOverviewTests {

	private final Desk desk;

	private final LinkOverview overview;

	LinkOverviewTests(Database database) {
		this.desk = new Desk(Node.on(database));
		this.overview = this.desk.bean(LinkOverview.class);
		this.desk.clear();
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	@Test
	void leadsThroughEveryOrderAndBack() {
		for (int i = 0; i < 7; i++) {
			plant((i % 2 == 0) ? "chaster" : "likecoin");
			this.desk.sandbox().advance(Duration.ofMillis((i == 3) ? 0 : 1500));
		}

		for (Order order : Order.values()) {
			List<Page<Entry>> there = walk(new LinkQuery(null, null, null, order));
			List<UUID> ids = there.stream().flatMap((page) -> page.rows().stream()).map(Entry::id).toList();
			Page<Entry> back = this.overview.page(new LinkQuery(null, null, null, order), there.get(2).before(), 3);

			assertThat(there).as(order.name()).hasSize(3);
			assertThat(ids).doesNotHaveDuplicates().hasSize(7);
			assertThat(back.rows()).isEqualTo(there.get(1).rows());
			assertThat(this.overview.page(new LinkQuery(null, null, null, order), back.before(), 3).rows())
				.isEqualTo(there.get(0).rows());
		}
	}

	@Test
	void findsByOwnerAccountProviderAndState() {
		UUID id = plant("chaster");
		UUID other = plant("likecoin");
		this.desk.jdbc()
			.sql("update linked_account set name = 'Finch_100%', subject = 'subject-1' where id = ?")
			.param(id)
			.update();
		this.desk.bean(LinkStates.class).breakOff(this.desk.tokens(other), BreakReason.REVOKED);

		assertThat(found("FINCH_100%", null, null)).containsExactly(id);
		assertThat(found("finch%100", null, null)).isEmpty();
		assertThat(found("bject-1", null, null)).containsExactly(id);
		assertThat(found(email(other).substring(0, 20), null, null)).containsExactly(other);
		assertThat(found(null, "likecoin", null)).containsExactly(other);
		assertThat(found(null, "likecoin", LinkState.ACTIVE)).isEmpty();
		assertThat(found(null, null, LinkState.NEEDS_RECONNECT)).containsExactly(other);
		assertThat(this.overview.find(other).orElseThrow().reason()).isEqualTo(BreakReason.REVOKED);
		assertThat(this.overview.existing(Set.of(id, UUID.randomUUID()))).containsExactly(id);
	}

	@Test
	void countsByProviderAndState() {
		plant("chaster");
		plant("chaster");
		this.desk.bean(LinkStates.class).breakOff(this.desk.tokens(plant("chaster")), BreakReason.EXPIRED);
		plant("likecoin");

		assertThat(this.overview.counts()).isEqualTo(Map.of("chaster",
				Map.of(LinkState.ACTIVE, 2L, LinkState.NEEDS_RECONNECT, 1L), "likecoin", Map.of(LinkState.ACTIVE, 1L)));
	}

	@Test
	void beginsAnewWhereACursorBelongsToAnotherOrder() {
		UUID id = plant("chaster");
		Cursor foreign = new Cursor(Cursor.Side.AFTER, "ada@example.org", id.toString());

		assertThat(this.overview.page(new LinkQuery(null, null, null, Order.NEWEST), foreign, 3).rows()).hasSize(1);
	}

	private List<Page<Entry>> walk(LinkQuery query) {
		List<Page<Entry>> pages = new ArrayList<>();
		Page<Entry> page = this.overview.page(query, null, 3);
		pages.add(page);
		while (page.after() != null) {
			page = this.overview.page(query, Cursor.parse(page.after().toString()).orElseThrow(), 3);
			pages.add(page);
		}
		return pages;
	}

	private List<UUID> found(String text, String provider, LinkState state) {
		return this.overview.page(new LinkQuery(text, provider, state, Order.NEWEST), null, 10)
			.rows()
			.stream()
			.map(Entry::id)
			.toList();
	}

	private String email(UUID id) {
		return this.overview.find(id).orElseThrow().ownerEmail();
	}

	private UUID plant(String provider) {
		return this.desk.plant(provider, new Tokens(Secret.of("a"), this.desk.now().plusSeconds(300),
				LifetimeSource.EXPIRES_IN, null, null, Set.of(), Profile.UNKNOWN));
	}

}
