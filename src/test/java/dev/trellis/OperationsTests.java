package dev.trellis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.trellis.ProviderContractTests.Way;
import dev.trellis.sandbox.IssuedToken;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators collect, and that the document, the dashboard and the alerts speak of
 * nothing else.
 */
@TrellisTest
class OperationsTests {

	private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?! *\\()");

	private static final Pattern NO_NAMES = Pattern.compile("\\{[^}]*}|\\b(?:by|on|without) *\\([^)]*\\)|\"[^\"]*\"");

	private final SandboxControl control = RunningSandbox.get().control();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private Synchronizer synchronizer;

	private String scrape;

	private Set<String> names;

	@BeforeEach
	void scrapeAfterAFlow() {
		String email = UUID.randomUUID() + "@example.org";
		try (Journey journey = new Journey(this.port).signUp(email)) {
			Way.CHASTER.agree(journey, this.control, Way.CHASTER.login);
			UUID account = UUID.fromString(journey.location().replaceFirst(".*/", "").replaceFirst("\\?.*", ""));
			this.control.advance(Duration.ofMinutes(5));
			journey.click("Refresh token");
			this.synchronizer.synchronize(account);
		}
		this.database.sql("update app_user set role = 'ADMINISTRATOR' where email = ?").param(email).update();
		this.scrape = new Requests(this.port).signIn(email).get("/actuator/prometheus").body();
		this.database.sql("update app_user set role = 'MEMBER' where email = ?").param(email).update();
		this.names = this.scrape.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]", 2)[0])
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void showsHowLinksAndCallsAre() {
		assertThat(this.scrape).containsPattern("trellis_links\\{provider=\"chaster\",state=\"active\"} [1-9]")
			.containsPattern("trellis_refresh_seconds_count\\{outcome=\"renewed\",provider=\"chaster\"} [1-9]")
			.containsPattern("trellis_sync_seconds_count\\{kind=\"lock\",outcome=\"done\",provider=\"chaster\"} [1-9]")
			.containsPattern("trellis_job_lag_seconds\\{task=\"keep-alive\"} ")
			.containsPattern("http_client_requests_seconds_count\\{client_name=\"localhost\".*outcome=\"SUCCESS\"");
	}

	@Test
	void showsNeitherSecretsNorPathsOfProviders() {
		List<String> calls = this.scrape.lines().filter((line) -> line.startsWith("http_client_requests")).toList();

		assertThat(calls).isNotEmpty().allSatisfy((call) -> assertThat(call).contains("uri=\"none\""));
		assertThat(this.control.issuedTokens(SandboxProvider.CHASTER)).isNotEmpty()
			.extracting(IssuedToken::value)
			.allSatisfy((token) -> assertThat(this.scrape).doesNotContain(token));
	}

	@Test
	void showsWhatTheDocumentSays() throws IOException {
		String document = Files.readString(Path.of("docs", "operations.md"));

		Set<String> named = Pattern.compile("`((?:trellis|http|hikaricp|jvm|dbscheduler|logback)_[a-z_]+)`")
			.matcher(document)
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());

		assertThat(named).hasSizeGreaterThan(8).isSubsetOf(this.names);
	}

	@Test
	void showsWhatTheDashboardDraws() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(Path.of("ops", "grafana-dashboard.json")));

		List<String> expressions = StreamSupport.stream(dashboard.path("panels").spliterator(), false)
			.flatMap((panel) -> StreamSupport.stream(panel.path("targets").spliterator(), false))
			.map((target) -> target.path("expr").asString())
			.toList();

		assertThat(expressions).hasSizeGreaterThan(15).allSatisfy(this::isKnown);
	}

	@Test
	void showsWhatTheAlertsAskFor() throws IOException {
		Rules rules;
		try (var reader = Files.newBufferedReader(Path.of("ops", "alerts.yml"))) {
			rules = JsonMapper.shared().convertValue(new Yaml().load(reader), Rules.class);
		}

		assertThat(rules.groups().stream().flatMap((group) -> group.rules().stream())).hasSizeGreaterThan(8)
			.allSatisfy((rule) -> {
				isKnown(rule.expr());
				assertThat(rule.alert()).startsWith("Trellis");
				assertThat(rule.annotations().summary()).isNotBlank();
			});
	}

	private void isKnown(String expression) {
		Set<String> asked = NAME.matcher(NO_NAMES.matcher(expression).replaceAll(" "))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toSet());
		assertThat(Stream.concat(this.names.stream(), Stream.of("up"))).as(expression).containsAll(asked);
		assertThat(asked.isEmpty()).as(expression).isEqualTo(expression.startsWith("up{"));
	}

	/**
	 * A file of rules.
	 *
	 * @param groups its groups
	 */
	record Rules(List<Group> groups) {
	}

	/**
	 * Rules that are looked at together.
	 *
	 * @param rules the rules
	 */
	record Group(List<Rule> rules) {
	}

	/**
	 * One rule.
	 *
	 * @param alert its name
	 * @param expr when it fires
	 * @param annotations what it says
	 */
	record Rule(String alert, String expr, Annotations annotations) {
	}

	/**
	 * What a rule says.
	 *
	 * @param summary in a sentence
	 */
	record Annotations(String summary) {
	}

}
