package dev.trellis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import dev.trellis.linking.LinkRequest;
import dev.trellis.linking.LinkRequests;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.webhook.SendingByHand;
import dev.trellis.webhook.Webhook;
import dev.trellis.webhook.WebhookEvent;
import dev.trellis.webhook.WebhookWish;
import dev.trellis.webhook.Webhooks;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every page and action there is, asked for by everybody it is not for, and then by whom
 * it is for. Whatever is not in the table fails.
 */
@TrellisTest
public class EndpointTests {

	/**
	 * What is sent, and what comes of it: for a stranger, for another member who knows
	 * all ids, for whom it is for (an administrator below {@code /admin},
	 * {@code /api/v1/admin} and {@code /actuator}, else the owner of the ids), and for
	 * those without the token that forms hold. Below {@code /api/v1} all but strangers
	 * show a key that is good for everything, and those without it are signed in only.
	 * The rows are gone through from top to bottom.
	 */
	private static final List<Row> TABLE = """
			GET /                                         |                                              | 200                 | 200                                          | 200                                          | -
			GET /sign-up                                  |                                              | 200                 | /                                            | /                                            | -
			POST /sign-up                                 | email=new&displayName=New&password=short     | 200                 | 200                                          | 200                                          | 403
			GET /sign-in                                  |                                              | 200                 | /                                            | /                                            | -
			POST /sign-in                                 | email=nobody@example.test&password=nothing   | /sign-in?error      | /sign-in?error                               | /sign-in?error                               | 403
			POST /sign-in/{provider}                      |                                              | provider            | /                                            | /                                            | 403
			GET /sign-in/{provider}                       |                                              | /sign-in            | /sign-in                                     | /sign-in                                     | -
			GET /sign-in/{provider}/callback              | code=made-up&state=made-up                   | /sign-in/chaster/failed?reason=state_unknown | /sign-in/chaster/failed?reason=state_unknown | /sign-in/chaster/failed?reason=state_unknown | -
			GET /sign-in/{provider}/failed                | reason=denied                                | 200                 | 200                                          | 200                                          | -
			POST /sign-in/passkey/options                 |                                              | 200                 | 200                                          | 200                                          | 403
			POST /sign-in/passkey                         | credential=made-up&next=/account             | /sign-in            | /confirm?next=/account                       | /confirm?next=/account                       | 403
			GET /forgot-password                          |                                              | 200                 | 200                                          | 200                                          | -
			POST /forgot-password                         | email=canary@example.test                    | /sign-in            | /sign-in                                     | /sign-in                                     | 403
			GET /reset-password                           | token=made-up                                | 200                 | 200                                          | 200                                          | -
			POST /reset-password                          | token=made-up&password=another horse battery | 200                 | 200                                          | 200                                          | 403
			GET /verify                                   | token=made-up                                | 200                 | 200                                          | 200                                          | -
			POST /verify                                  | token=made-up                                | 200                 | 200                                          | 200                                          | 403
			ANY /error                                    |                                              | 500                 | 500                                          | 500                                          | -
			GET /overlay/{secret}                         |                                              | 200                 | 200                                          | 200                                          | -
			GET /overlay/{secret}/events                  |                                              | 200                 | 200                                          | 200                                          | -
			GET /actuator                                 |                                              | /sign-in            | 403                                          | 200                                          | -
			GET /actuator/health                          |                                              | 200                 | 200                                          | 200                                          | -
			GET /actuator/health/**                       |                                              | 200                 | 200                                          | 200                                          | -
			GET /actuator/prometheus                      |                                              | 401                 | 403                                          | 200                                          | -
			GET /account                                  |                                              | /sign-in            | 200                                          | 200                                          | -
			POST /account/name                            | displayName=Bird                             | /sign-in            | /account                                     | /account                                     | 403
			POST /account/verify                          |                                              | /sign-in            | /account                                     | /account                                     | 403
			GET /account/email                            |                                              | /sign-in            | 200                                          | 200                                          | -
			POST /account/email                           | email=elsewhere@example.test                 | /sign-in            | /account                                     | /account                                     | 403
			GET /account/password                         |                                              | /sign-in            | 200                                          | 200                                          | -
			POST /account/password                        | before={password}&password={password}        | /sign-in            | /account                                     | /account                                     | 403
			POST /account/language                        | language=de                                  | /sign-in            | /account                                     | /account                                     | 403
			GET /account/passkeys                         |                                              | /sign-in            | 200                                          | 200                                          | -
			POST /account/passkeys/options                |                                              | /sign-in            | 200                                          | 200                                          | 403
			POST /account/passkeys                        | credential=made-up&label=Mine                | /sign-in            | /account/passkeys                            | /account/passkeys                            | 403
			GET /account/passkeys/{id}/remove             |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /account/passkeys/{id}/remove            |                                              | /sign-in            | 404                                          | /account/passkeys                            | 403
			POST /account/notices                         | linkNotices=false                            | /sign-in            | /account                                     | /account                                     | 403
			POST /account/sessions/{id}/end               |                                              | /sign-in            | /account                                     | /account                                     | 403
			GET /account/data                             |                                              | /sign-in            | 200                                          | 200                                          | -
			GET /account/keys                             |                                              | /sign-in            | 200                                          | 200                                          | -
			GET /account/keys/new                         |                                              | /sign-in            | 200                                          | 200                                          | -
			POST /account/keys/new                        | name=Bot&scopes=items&lifetime=30            | /sign-in            | 200                                          | 200                                          | 403
			GET /account/keys/{id}/revoke                 |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /account/keys/{id}/revoke                |                                              | /sign-in            | 404                                          | /account/keys                                | 403
			GET /account/webhooks                         |                                              | /sign-in            | 200                                          | 200                                          | -
			GET /account/webhooks/new                     |                                              | /sign-in            | 200                                          | 200                                          | -
			POST /account/webhooks/new                    | url=nowhere&events=item.created              | /sign-in            | 200                                          | 200                                          | 403
			GET /account/webhooks/{id}                    |                                              | /sign-in            | 404                                          | 200                                          | -
			GET /account/webhooks/{id}/edit               |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /account/webhooks/{id}/edit              | url=https://hook.invalid/&events=item.created | /sign-in            | 404                                          | /account/webhooks/{id}                       | 403
			GET /account/webhooks/{id}/secret             |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /account/webhooks/{id}/secret            |                                              | /sign-in            | 404                                          | 200                                          | 403
			GET /account/webhooks/{id}/deliveries/{delivery} |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /account/webhooks/{id}/deliveries/{delivery}/resend |                                              | /sign-in            | 404                                          | /account/webhooks/{id}                       | 403
			POST /account/webhooks/{id}/test              |                                              | /sign-in            | 404                                          | /account/webhooks/{id}                       | 403
			GET /account/webhooks/{id}/remove             |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /account/webhooks/{id}/remove            |                                              | /sign-in            | 404                                          | /account/webhooks                            | 403
			GET /requests/{secret}                        |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /requests/{secret}                       |                                              | /sign-in            | 404                                          | /link/treatstream                            | 403
			GET /api                                      |                                              | 200                 | 200                                          | 200                                          | -
			GET /api/v1/openapi.json                      |                                              | 200                 | 200                                          | 200                                          | -
			GET /api/v1/openapi.json.yaml                 |                                              | 401                 | 200                                          | 200                                          | -
			GET /api/v1/key                               |                                              | 401                 | 200                                          | 200                                          | -
			GET /api/v1/linked-accounts                   |                                              | 401                 | 200                                          | 200                                          | -
			GET /api/v1/linked-accounts/{id}              |                                              | 401                 | 404                                          | 200                                          | -
			POST /api/v1/linked-accounts/{id}/token       |                                              | 401                 | 404                                          | 200                                          | 401
			GET /api/v1/items                             | account={account}                            | 401                 | 400                                          | 200                                          | -
			POST /api/v1/links                            |                                              | 401                 | 415                                          | 415                                          | 401
			GET /api/v1/events                            | account={account}                            | 401                 | 400                                          | 200                                          | -
			GET /api/v1/webhooks                          |                                              | 401                 | 200                                          | 200                                          | -
			POST /api/v1/webhooks                         |                                              | 401                 | 415                                          | 415                                          | 401
			GET /api/v1/webhooks/{id}                     |                                              | 401                 | 404                                          | 200                                          | -
			PATCH /api/v1/webhooks/{id}                   |                                              | 401                 | 415                                          | 415                                          | 401
			POST /api/v1/webhooks/{id}/secret             |                                              | 401                 | 404                                          | 200                                          | 401
			POST /api/v1/webhooks/{id}/test               |                                              | 401                 | 404                                          | 202                                          | 401
			GET /api/v1/webhooks/{id}/deliveries          |                                              | 401                 | 404                                          | 200                                          | -
			POST /api/v1/webhooks/{id}/deliveries/{delivery}/resend |                                              | 401                 | 404                                          | 202                                          | 401
			DELETE /api/v1/webhooks/{id}                  |                                              | 401                 | 404                                          | 204                                          | 401
			GET /api/v1/admin/linked-accounts             |                                              | 401                 | 403                                          | 200                                          | -
			GET /api/v1/admin/counts                      |                                              | 401                 | 403                                          | 200                                          | -
			POST /api/v1/admin/linked-accounts/{id}/retry |                                              | 401                 | 403                                          | 204                                          | 401
			GET /confirm                                  | next=/account                                | /sign-in            | /account                                     | /account                                     | -
			POST /confirm                                 | next=/account&password={password}            | /sign-in            | /account                                     | /account                                     | 403
			GET /events[!account]                         |                                              | 401                 | 200                                          | 200                                          | -
			GET /events[account]                          | account={account}                            | 401                 | 404                                          | 200                                          | -
			GET /items                                    | account={account}                            | /sign-in            | 400                                          | 200                                          | -
			GET /items/export.csv                         | account={account}                            | /sign-in            | /items?account={id}                          | 200                                          | -
			GET /items/export.json                        | account={account}                            | /sign-in            | /items?account={id}                          | 200                                          | -
			GET /link/{provider}                          |                                              | /sign-in            | /                                            | /                                            | -
			POST /link/{provider}                         | account={account}                            | /sign-in            | provider                                     | provider                                     | 403
			GET /link/{provider}/callback                 | code=made-up&state=made-up                   | /sign-in            | /link/treatstream/failed?reason=state_unknown | /link/treatstream/failed?reason=state_unknown | -
			GET /link/{provider}/failed                   | reason=denied&account={account}              | /sign-in            | 200                                          | 200                                          | -
			GET /link/{provider}/token                    | account={account}                            | /sign-in            | 200                                          | 200                                          | -
			POST /link/{provider}/token                   | account={account}&token=made-up              | /sign-in            | 200                                          | 200                                          | 403
			GET /link/{provider}/password                 | account={account}                            | /sign-in            | 200                                          | 200                                          | -
			POST /link/{provider}/password                | account={account}                            | /sign-in            | 200                                          | 200                                          | 403
			GET /linked-accounts/{id}                     |                                              | /sign-in            | 404                                          | 200                                          | -
			GET /linked-accounts/{id}[linked]             | linked                                       | /sign-in            | 404                                          | /linked-accounts/{id}                        | -
			POST /linked-accounts/{id}/sync               |                                              | /sign-in            | 404                                          | /linked-accounts/{id}                        | 403
			POST /linked-accounts/{id}/refresh            |                                              | /sign-in            | 404                                          | /linked-accounts/{id}                        | 403
			POST /linked-accounts/{id}/label              | label=Nest                                   | /sign-in            | 404                                          | /linked-accounts/{id}                        | 403
			POST /linked-accounts/{id}/live               | on=false                                     | /sign-in            | 404                                          | /linked-accounts/{id}                        | 403
			POST /linked-accounts/{id}/organizations      | organization=1                               | /sign-in            | 404                                          | /linked-accounts/{id}                        | 403
			POST /linked-accounts/{id}/organizations/find | email=magpie@example.test                    | /sign-in            | 404                                          | /linked-accounts/{id}                        | 403
			GET /linked-accounts/{id}/overlay             |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /linked-accounts/{id}/overlay            |                                              | /sign-in            | 404                                          | /linked-accounts/{id}/overlay                | 403
			GET /linked-accounts/{id}/overlay/revoke      |                                              | /sign-in            | 404                                          | 200                                          | -
			POST /linked-accounts/{id}/overlay/revoke     |                                              | /sign-in            | 404                                          | /linked-accounts/{id}/overlay                | 403
			GET /linked-accounts/{id}/disconnect          |                                              | /sign-in            | 404                                          | 200                                          | -
			GET /admin                                    |                                              | /sign-in            | 403                                          | 200                                          | -
			GET /admin/linked-accounts/{id}               |                                              | /sign-in            | 403                                          | 200                                          | -
			POST /admin/linked-accounts/{id}/retry        |                                              | /sign-in            | 403                                          | /admin/linked-accounts/{id}                  | 403
			POST /admin/linked-accounts/{id}/sync         |                                              | /sign-in            | 403                                          | /admin/linked-accounts/{id}                  | 403
			GET /admin/linked-accounts/{id}/unlink        |                                              | /sign-in            | 403                                          | 200                                          | -
			GET /admin/providers                          |                                              | /sign-in            | 403                                          | 200                                          | -
			GET /admin/providers/{id}/pause               |                                              | /sign-in            | 403                                          | 200                                          | -
			POST /admin/providers/{id}/pause              |                                              | /sign-in            | 403                                          | /admin/providers                             | 403
			POST /admin/providers/{id}/resume             |                                              | /sign-in            | 403                                          | /admin/providers                             | 403
			POST /admin/providers/{id}/check              |                                              | /sign-in            | 403                                          | /admin/providers                             | 403
			GET /admin/users                              |                                              | /sign-in            | 403                                          | 200                                          | -
			POST /admin/users/{id}/appoint                |                                              | /sign-in            | 403                                          | /admin/users                                 | 403
			POST /admin/users/{id}/dismiss                |                                              | /sign-in            | 403                                          | /admin/users                                 | 403
			POST /admin/users/{id}/sign-out               |                                              | /sign-in            | 403                                          | /admin/users                                 | 403
			POST /admin/users/{id}/disable                |                                              | /sign-in            | 403                                          | /admin/users                                 | 403
			POST /admin/users/{id}/enable                 |                                              | /sign-in            | 403                                          | /admin/users                                 | 403
			POST /admin/users/invitations                 | role=MEMBER                                  | /sign-in            | 403                                          | /admin/users                                 | 403
			POST /admin/users/invitations/{id}/revoke     |                                              | /sign-in            | 403                                          | /admin/users                                 | 403
			GET /admin/jobs                               |                                              | /sign-in            | 403                                          | 200                                          | -
			POST /admin/jobs/run                          | task=made-up&subject=made-up                 | /sign-in            | 403                                          | /admin/jobs                                  | 403
			GET /admin/audit                              |                                              | /sign-in            | 403                                          | 200                                          | -
			GET /admin/audit/export                       |                                              | /sign-in            | 403                                          | 200                                          | -
			POST /admin/linked-accounts/{id}/unlink       |                                              | /sign-in            | 403                                          | /admin/linked-accounts/{id}                  | 403
			POST /linked-accounts/{id}/disconnect         |                                              | /sign-in            | 404                                          | /                                            | 403
			POST /account/sessions/end                    |                                              | /sign-in            | /sign-in?signed-out                          | /sign-in?signed-out                          | 403
			POST /sign-out                                |                                              | /sign-in?signed-out | /sign-in?signed-out                          | /sign-in?signed-out                          | 403
			GET /account/delete                           |                                              | /sign-in            | 200                                          | 200                                          | -
			POST /account/delete                          |                                              | /sign-in            | /sign-in?deleted                             | /sign-in?deleted                             | 403
			"""
		.lines()
		.map(Row::of)
		.toList();

	/**
	 * What filters answer to.
	 */
	private static final Set<String> FILTERED = Set.of("POST /sign-in", "POST /sign-out");

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private ApiKeys keys;

	@Autowired
	private LinkRequests linkRequests;

	@Autowired
	private Webhooks webhooks;

	@Autowired
	private SendingByHand byHand;

	@Autowired
	private List<RequestMappingInfoHandlerMapping> mappings;

	private final Map<String, String> ids = new LinkedHashMap<>();

	private Person owner;

	private Person other;

	private Person administrator;

	@BeforeEach
	void meet() {
		this.owner = new Person("canary");
		this.other = new Person("magpie");
		this.administrator = new Person("boss");
		Person third = new Person("third");
		this.database.sql("update app_user set role = 'ADMINISTRATOR' where id = ?")
			.param(this.administrator.id)
			.update();
		this.administrator.signOut();
		this.administrator.signedIn();
		this.administrator.send("/admin/users/invitations", "role", "MEMBER");
		String invitation = this.database.sql("select id from one_time_link where purpose = 'INVITATION'")
			.query(String.class)
			.single();
		URI link = RunningSandbox.get().visitor().agree(this.owner.requests.start("treatstream"), "riverfox");
		this.owner.requests.open(link);
		String account = this.database.sql("select id from linked_account").query(String.class).single();
		this.owner.send("/account/name", "displayName", "canary-name");
		this.owner.send("/linked-accounts/" + account + "/label", "label", "canary-label");
		this.owner.send("/linked-accounts/" + account + "/overlay");
		String overlay = Jsoup.parse(this.owner.requests.get("/linked-accounts/" + account + "/overlay").body())
			.select("#overlay-address")
			.val();
		this.owner.send("/account/passkeys", "label", "canary-passkey", "credential",
				new Authenticator("http://localhost:" + this.port)
					.create(this.owner.send("/account/passkeys/options").body()));
		String passkey = this.database.sql("select id from passkey").query(String.class).single();
		new Requests(this.port).signIn(this.owner.email);
		UUID ownerId = UUID.fromString(this.owner.id);
		this.ids.put("/account/keys/{id}", "/account/keys/" + this.keys.of(ownerId).get(0).id());
		this.owner.makeKey();
		tell(ownerId, "/account/webhooks/{id}");
		tell(ownerId, "/api/v1/webhooks/{id}");
		this.ids.put("/requests/{secret}",
				"/requests/" + this.linkRequests
					.make(ownerId, new LinkRequest("treatstream", null, "canary-label", "canary-key"))
					.reveal());
		this.ids.put("/admin/linked-accounts/{id}", "/admin/linked-accounts/" + account);
		this.ids.put("/linked-accounts/{id}", "/linked-accounts/" + account);
		this.ids.put("/admin/users/invitations/{id}", "/admin/users/invitations/" + invitation);
		this.ids.put("/admin/users/{id}", "/admin/users/" + third.id);
		this.ids.put("/admin/providers/{id}", "/admin/providers/treatstream");
		this.ids.put("/account/sessions/{id}", "/account/sessions/" + this.owner.newestSession());
		this.ids.put("/account/passkeys/{id}", "/account/passkeys/" + passkey);
		this.ids.put("/overlay/{secret}", overlay.substring(overlay.indexOf("/overlay/")));
		this.ids.put("/link/{provider}/token", "/link/treesnap/token");
		this.ids.put("/link/{provider}/password", "/link/grovestreams/password");
		this.ids.put("/sign-in/{provider}", "/sign-in/chaster");
		this.ids.put("{provider}", "treatstream");
		this.ids.put("{password}", Journey.PASSWORD);
		this.ids.put("{account}", account);
		this.ids.put("/**", "/readiness");
	}

	// No call gets out, as the host is not public.
	private void tell(UUID ownerId, String endpoint) {
		Webhook webhook = this.webhooks
			.make(ownerId,
					new WebhookWish(URI.create("https://localhost/"), "canary-webhook",
							EnumSet.allOf(WebhookEvent.class), true))
			.orElseThrow()
			.webhook();
		this.byHand.test(webhook);
		String path = endpoint.replace("{id}", webhook.id().toString());
		String delivery = this.database.sql("select id from webhook_delivery where webhook_id = ?")
			.param(webhook.id())
			.query(String.class)
			.single();
		this.ids.put(endpoint + "/deliveries/{delivery}", path + "/deliveries/" + delivery);
		this.ids.put(endpoint, path);
	}

	@AfterEach
	void leave() {
		this.database.sql("update app_user set role = 'MEMBER' where id = ?").param(this.administrator.id).update();
	}

	@Test
	void letsEverybodyDoWhatIsTheirsAndNothingElse() {
		List<Row> rows = Stream.concat(TABLE.stream(), unknown()).toList();
		String before = holdings();

		List<Answer> strangers = ask(rows, (row) -> new Requests(this.port), "/sign-in");
		List<Answer> others = ask(rows, (row) -> row.calls() ? this.other.calling() : this.other.signedIn(), "/");
		List<Answer> forgers = ask(rows, (row) -> person(row).signedIn(), null);
		String after = holdings();
		List<Answer> owners = ask(rows, (row) -> row.calls() ? person(row).calling() : person(row).signedIn(), "/");

		assertThat(after).isEqualTo(before);
		assertThat(Stream.of(strangers, others).flatMap(List::stream)).noneMatch(Answer::tells);
		StringBuilder found = new StringBuilder();
		for (int i = 0; i < rows.size(); i++) {
			found.append(rows.get(i).with(strangers.get(i), others.get(i), owners.get(i), forgers.get(i)));
		}
		assertThat(found).hasToString(rows.stream().map(Row::toString).collect(Collectors.joining()));
	}

	/**
	 * What answers a {@code GET} by itself, for somebody at least.
	 * @return the patterns of the paths
	 */
	public static Set<String> shown() {
		return TABLE.stream()
			.filter((row) -> !row.posts() && !row.changes() && (row.stranger.equals("200") || row.owner.equals("200")))
			.map((row) -> row.endpoint.replaceAll("^\\S+ |\\[.*", ""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private Stream<Row> unknown() {
		Set<String> endpoints = new TreeSet<>(FILTERED);
		this.mappings.forEach((mapping) -> mapping.getHandlerMethods()
			.keySet()
			.forEach((mapped) -> endpoints.addAll(EndpointTests.endpoints(mapped))));
		Set<String> known = TABLE.stream().map(Row::endpoint).collect(Collectors.toSet());
		assertThat(endpoints).as("those of the table").containsAll(known);
		return endpoints.stream()
			.filter((endpoint) -> !known.contains(endpoint))
			.map((endpoint) -> new Row(endpoint, "", "?", "?", "?", "?"));
	}

	private static List<String> endpoints(RequestMappingInfo mapped) {
		Set<RequestMethod> methods = mapped.getMethodsCondition().getMethods();
		String parameters = mapped.getParamsCondition().isEmpty() ? "" : mapped.getParamsCondition().toString();
		return mapped.getPatternValues()
			.stream()
			.flatMap((pattern) -> (methods.isEmpty() ? Stream.of("ANY") : methods.stream().map(RequestMethod::name))
				.map((method) -> method + " " + pattern + parameters))
			.toList();
	}

	private Person person(Row row) {
		return row.endpoint.matches("\\S+ /(api/v1/)?(admin|actuator).*") ? this.administrator : this.owner;
	}

	private List<Answer> ask(List<Row> rows, Function<Row, Requests> who, String formPage) {
		return rows.stream().map((row) -> ask(row, who.apply(row), formPage)).toList();
	}

	private Answer ask(Row row, Requests requests, String formPage) {
		String path = fill(row.endpoint.replaceAll("^\\S+ |\\[.*", ""));
		String parameters = fill(row.parameters);
		if (row.changes()) {
			HttpResponse<String> answer = requests.send(row.endpoint.replaceAll(" .*", ""), path);
			return Answer.of(answer, answer.body());
		}
		if (!row.posts()) {
			return (formPage != null)
					? Answer.of(requests.stream(path + (parameters.isEmpty() ? "" : "?" + parameters))) : Answer.NONE;
		}
		String token = (formPage != null) ? "_csrf=" + requests.csrf(formPage) + "&" : "";
		String[] fields = Arrays.stream((token + parameters).split("&"))
			.filter((field) -> !field.isEmpty())
			.flatMap((field) -> Arrays.stream(field.split("=", 2)))
			.toArray(String[]::new);
		HttpResponse<String> answer = requests.post(path, fields);
		return Answer.of(answer, answer.body());
	}

	private String fill(String text) {
		String filled = text;
		for (Map.Entry<String, String> id : this.ids.entrySet()) {
			filled = filled.replace(id.getKey(), id.getValue());
		}
		return filled.replaceAll("\\{\\w+\\}", "x");
	}

	/**
	 * All that others must not change.
	 */
	private String holdings() {
		Map<String, Object> people = Map.of("other", this.other.id);
		return Stream.of("select * from app_user where id <> :other", "select * from linked_account",
				"select linked_account_id, obtained_at, lease_owner from stored_tokens", "select * from overlay",
				"select id, label from passkey", "select * from one_time_link",
				"select id from api_key where owner_id <> :other",
				"select id, url, version from webhook where owner_id <> :other", "select * from link_request",
				"select session_id, principal_name from spring_session where principal_name <> cast(:other as varchar)",
				"select * from provider_pause",
				"select linked_account_id, count(*) from item group by linked_account_id")
			.flatMap((query) -> this.database.sql(query).params(people).query().listOfRows().stream())
			.map((row) -> new TreeMap<>(row).toString())
			.sorted()
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Somebody who signed up.
	 */
	private final class Person {

		private final String email;

		private final String id;

		private final Requests requests;

		private String key;

		Person(String name) {
			this.email = name + "@example.test";
			this.requests = new Requests(EndpointTests.this.port).signUp(this.email);
			this.id = EndpointTests.this.database.sql("select id from app_user where email = ?")
				.param(this.email)
				.query(String.class)
				.single();
			makeKey();
		}

		void makeKey() {
			this.key = EndpointTests.this.keys
				.make(UUID.fromString(this.id), "key", EnumSet.allOf(ApiScope.class), null)
				.orElseThrow()
				.reveal();
		}

		Requests calling() {
			return new Requests(EndpointTests.this.port).with("Authorization", "Bearer " + this.key);
		}

		Requests signedIn() {
			boolean signedIn = this.requests.get("/account").statusCode() == 200;
			return signedIn ? this.requests : this.requests.signIn(this.email);
		}

		void signOut() {
			send("/sign-out");
		}

		HttpResponse<String> send(String path, String... namesAndValues) {
			return this.requests.post(path,
					Stream.concat(Stream.of("_csrf", this.requests.csrf("/")), Stream.of(namesAndValues))
						.toArray(String[]::new));
		}

		String newestSession() {
			return Jsoup.parse(this.requests.get("/account").body())
				.select("form[action^=/account/sessions/][action$=/end]:not([action=/account/sessions/end])")
				.attr("action")
				.split("/")[3];
		}

	}

	/**
	 * What came back.
	 *
	 * @param outcome the status, or where it leads
	 * @param tells whether it says anything about the owner
	 */
	private record Answer(String outcome, boolean tells) {

		private static final Answer NONE = new Answer("-", false);

		static Answer of(HttpResponse<InputStream> answer) {
			try (InputStream body = answer.body()) {
				boolean endless = answer.headers()
					.firstValue("Content-Type")
					.orElse("")
					.startsWith("text/event-stream");
				return of(answer, endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		static Answer of(HttpResponse<?> answer, String body) {
			String outcome = answer.headers()
				.firstValue("Location")
				.map((location) -> URI.create(location).normalize())
				.map((location) -> location.getPath().matches("/(treatstream|chaster)/.*") ? "provider"
						: location.getPath().replaceAll("[0-9a-f-]{36}", "{id}") + ((location.getQuery() != null)
								? "?" + location.getQuery().replaceAll("[0-9a-f-]{36}", "{id}") : ""))
				.orElse(Integer.toString(answer.statusCode()));
			return new Answer(outcome, body.contains("canary"));
		}

	}

	/**
	 * A row of the table.
	 */
	private record Row(String endpoint, String parameters, String stranger, String other, String owner, String forged) {

		static Row of(String line) {
			String[] cells = line.split("\\|", -1);
			return new Row(cells[0].strip().replaceAll(" +", " "), cells[1].strip(), cells[2].strip(), cells[3].strip(),
					cells[4].strip(), cells[5].strip());
		}

		Row with(Answer stranger, Answer other, Answer owner, Answer forged) {
			return new Row(this.endpoint, this.parameters, stranger.outcome, other.outcome, owner.outcome,
					forged.outcome);
		}

		boolean calls() {
			return this.endpoint.contains(" /api/v1/");
		}

		boolean changes() {
			return this.endpoint.startsWith("PATCH") || this.endpoint.startsWith("DELETE");
		}

		boolean posts() {
			return this.endpoint.startsWith("POST");
		}

		@Override
		public String toString() {
			return "%-45s | %-44s | %-19s | %-44s | %-44s | %s\n".formatted(this.endpoint, this.parameters,
					this.stranger, this.other, this.owner, this.forged);
		}

	}

}
