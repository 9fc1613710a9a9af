package dev.trellis.linking;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.trellis.Database;
import dev.trellis.ExplainingClient;
import dev.trellis.Node;
import dev.trellis.linking.LinkQuery.Order;
import dev.trellis.paging.Cursor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Among 100,000 linked accounts each page of the list is read by an index, the first one
 * and one far behind alike: nothing is read whole, and nothing of that size is sorted.
 */
class LinkOverviewPlanTests {

	private static final int SIZE = 50;

	private static final int FAR = 60_000;

	private static final int FEW = 6_000;

	private static final Pattern SORT = Pattern.compile("(?<!Incremental )Sort  \\(cost=\\S+ rows=(\\d+)");

	private static Node node;

	private static JdbcClient jdbc;

	@BeforeAll
	static void plant() {
		node = Node.start(Database.POSTGRESQL.fresh(), Map.of());
		jdbc = node.bean(JdbcClient.class);
		for (String sql : List.of("""
				insert into app_user (id, email, display_name, role, created_at)
				select md5('person' || n)::uuid, 'person-' || n || '@example.org', 'Person ' || n, 'MEMBER',
				       timestamptz '2026-01-01 00:00:00Z' + n * interval '1 minute'
				from generate_series(1, 50000) n""", """
				insert into linked_account (id, owner_id, provider, subject, scopes, state, attempts, linked_at,
				       state_changed_at, data_kept, version)
				select md5('account' || n)::uuid, md5('person' || (n / 2 + 1))::uuid,
				       (array['treatstream', 'treesnap', 'chaster', 'likecoin', 'grovestreams'])[n % 5 + 1],
				       'subject-' || n, '',
				       case when n % 100 < 1 then 'UNLINKED' when n % 100 < 5 then 'NEEDS_RECONNECT'
				            when n % 100 < 10 then 'RETRYING' else 'ACTIVE' end, 0,
				       timestamptz '2026-01-01 00:00:00Z' + n * interval '1 minute',
				       timestamptz '2026-06-01 00:00:00Z' + (n * 7919 % 100000) * interval '1 minute', false, 0
				from generate_series(0, 99999) n""",
				"""
						insert into stored_tokens (linked_account_id, access_token, lifetime_source, key_id, obtained_at, version)
						select id, '\\x00', 'NONE', 1, linked_at, 1 from linked_account where state <> 'UNLINKED'""")) {
			jdbc.sql(sql).update();
		}
		jdbc.sql("vacuum analyze").update();
	}

	@AfterAll
	static void stop() {
		node.close();
	}

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource
	void readsAPageByAnIndex(Order order, String provider, LinkState state) {
		LinkQuery query = new LinkQuery(null, provider, state, order);
		int far = (provider == null && state == null) ? FAR : FAR / 30;
		Cursor deep = Objects.requireNonNull(new LinkOverview(jdbc).page(query, null, far).after());

		for (Cursor cursor : new Cursor[] { null, deep }) {
			ExplainingClient explaining = new ExplainingClient(jdbc);
			new LinkOverview(explaining).page(query, cursor, SIZE);
			String plan = String.join("\n", explaining.plan());

			assertThat(plan).contains("Limit", "Index").doesNotContain("Seq Scan");
			for (Matcher sort = SORT.matcher(plan); sort.find();) {
				assertThat(Integer.parseInt(sort.group(1))).as(plan).isLessThan(FEW);
			}
		}
	}

	static Stream<Arguments> readsAPageByAnIndex() {
		return Stream.of(Order.values())
			.flatMap((order) -> Stream.of(Arguments.of(order, null, null), Arguments.of(order, "chaster", null),
					Arguments.of(order, null, LinkState.NEEDS_RECONNECT), Arguments.of(order, null, LinkState.ACTIVE)));
	}

}
