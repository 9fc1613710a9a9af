package dev.trellis.account;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Journey;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.sandbox.RunningSandbox;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions live in the database: how long, what they cost, and who ends them.
 */
@EachDatabase
class SessionsTests {

	private final Node node;

	private final JdbcClient jdbc;

	private final String email = UUID.randomUUID() + "@example.org";

	private Requests member;

	SessionsTests(Database database) {
		this.node = Node.on(database);
		this.jdbc = this.node.bean(JdbcClient.class);
	}

	@BeforeEach
	void signUp() {
		this.jdbc.sql("delete from rate_limit").update();
		this.member = new Requests(this.node.port()).signUp(this.email);
	}

	@Test
	void changeTheirIdWhenSomebodySignsIn() {
		Requests elsewhere = new Requests(this.node.port());
		elsewhere.get("/sign-in");
		String before = elsewhere.session();

		elsewhere.signIn(this.email);

		assertThat(elsewhere.session()).isNotEqualTo(before);
		assertThat(signedIn(elsewhere)).isTrue();
	}

	@Test
	void haveIdsOf216Bits() {
		List<String> ids = this.jdbc.sql("select session_id from spring_session where principal_name = :user")
			.param("user", user().toString())
			.query(String.class)
			.list();

		assertThat(ids).singleElement()
			.asString()
			.matches("[\\w-]{36}")
			.doesNotMatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
	}

	@Test
	void endForGoodHoweverMuchTheyAreUsed() {
		RunningSandbox.get().control().advance(Duration.ofDays(29));
		assertThat(signedIn(this.member)).isTrue();

		RunningSandbox.get().control().advance(Duration.ofDays(2));

		assertThat(signedIn(this.member)).isFalse();
		assertThat(sessions()).isZero();
	}

	@Test
	void endWhenNobodyUsesThem() {
		Duration idle = Duration
			.ofSeconds(this.jdbc.sql("select max_inactive_interval from spring_session where principal_name = :user")
				.param("user", user().toString())
				.query(Long.class)
				.single());

		set("expiry_time = 1, last_access_time = 1");

		assertThat(idle).isEqualTo(Duration.ofHours(12));
		assertThat(signedIn(this.member)).isFalse();
	}

	@Test
	void outliveTheBrowserForThoseWhoAskForItAlone() {
		Requests elsewhere = new Requests(this.node.port());
		HttpResponse<String> asked = elsewhere.post("/sign-in", "_csrf", elsewhere.csrf("/sign-in"), "email",
				this.email, "password", Journey.PASSWORD, "stay", "true");
		Requests nowhere = new Requests(this.node.port());
		HttpResponse<String> silent = nowhere.post("/sign-in", "_csrf", nowhere.csrf("/sign-in"), "email", this.email,
				"password", Journey.PASSWORD);

		List<Long> idle = this.jdbc
			.sql("select max_inactive_interval from spring_session where principal_name = :user"
					+ " order by max_inactive_interval desc")
			.param("user", user().toString())
			.query(Long.class)
			.list();

		assertThat(asked.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("trellis=").contains("Max-Age=");
		assertThat(silent.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("trellis=")
			.doesNotContain("Max-Age", "Expires");
		assertThat(idle).containsExactly(Duration.ofDays(30).toSeconds(), Duration.ofHours(12).toSeconds(),
				Duration.ofHours(12).toSeconds());
	}

	@Test
	void noteTheirLastUseOnceAMinuteOnly() {
		long recently = System.currentTimeMillis() - 30_000;
		set("last_access_time = " + recently);
		this.member.get("/");
		assertThat(lastUse()).isEqualTo(recently);

		set("last_access_time = " + (recently - 60_000));
		this.member.get("/");

		assertThat(lastUse()).isGreaterThan(recently);
	}

	@Test
	void areNotTouchedByStaticResources() {
		String style = Jsoup.parse(this.member.get("/").body()).select("link[rel=stylesheet]").last().attr("href");
		set("last_access_time = 1");

		HttpResponse<String> answer = this.member.get(style);

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(lastUse()).isOne();
	}

	@Test
	void areNotMadeForWhoOnlyLooksAtTheFrontPage() {
		HttpResponse<String> answer = new Requests(this.node.port()).get("/");

		assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
	}

	@Test
	void thatCannotBeReadAnyMoreAreOverWithoutAnError() {
		this.jdbc.sql("""
				update spring_session_attributes set attribute_bytes = :bytes where session_primary_id in
				(select primary_id from spring_session where principal_name = :user)""")
			.param("bytes", new byte[] { 1, 2, 3 })
			.param("user", user().toString())
			.update();

		HttpResponse<String> answer = this.member.get("/linked-accounts/" + UUID.randomUUID());

		assertThat(answer.statusCode()).isEqualTo(302);
		assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
	}

	@Test
	void holdNoPassword() {
		List<byte[]> attributes = this.jdbc.sql("select attribute_bytes from spring_session_attributes")
			.query(byte[].class)
			.list();

		assertThat(attributes).isNotEmpty()
			.allSatisfy((bytes) -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("{bcrypt}",
					Journey.PASSWORD));
	}

	@Test
	void areToldApartAndEndedOneByOne() {
		Requests elsewhere = new Requests(this.node.port())
			.with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
			.signIn(this.email);
		Sessions sessions = this.node.bean(Sessions.class);

		List<OpenSession> open = sessions.of(user(), null);
		OpenSession firefox = open.stream()
			.filter((each) -> each.browser().contains("Firefox"))
			.findFirst()
			.orElseThrow();
		boolean ended = sessions.end(user(), firefox.id());

		assertThat(open).hasSize(2);
		assertThat(firefox.address()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
		assertThat(ended).isTrue();
		assertThat(signedIn(elsewhere)).isFalse();
		assertThat(signedIn(this.member)).isTrue();
		assertThat(sessions.end(UUID.randomUUID(), open.get(0).id())).isFalse();
	}

	@Test
	void areAllEndedAtOnce() {
		Requests elsewhere = new Requests(this.node.port()).signIn(this.email);

		this.node.bean(Sessions.class).endAll(user(), null);

		assertThat(List.of(this.member, elsewhere)).noneMatch(SessionsTests::signedIn);
	}

	@ParameterizedTest
	@EnumSource(End.class)
	void areNotMadeByWhoWasKeptOutWhileTheySignedIn(End end) {
		boolean administrator = end == End.DISMISS;
		this.jdbc.sql("update app_user set role = ? where id = ?")
			.params(administrator ? "ADMINISTRATOR" : "MEMBER", user())
			.update();
		Requests late = new Requests(this.node.port());
		ApplicationListener<?> between = new EndOnceSignedIn(() -> end.of(this.node, user(), this.email));

		this.node.context().addApplicationListener(between);
		late.signIn(this.email);
		this.node.context().removeApplicationListener(between);

		assertThat(signedIn(late)).isFalse();
		assertThat(sessions()).isZero();
	}

	@Test
	void endWhenWhatEndsThemIsKnown() {
		SignedInUser user = (SignedInUser) this.node.bean(UserDetailsService.class).loadUserByUsername(this.email);
		TransactionTemplate transaction = this.node.bean(TransactionTemplate.class);

		String late = transaction.execute((status) -> {
			this.node.bean(Members.class).disable(user.id());
			return CompletableFuture.supplyAsync(() -> save(repository(), user)).join();
		});
		boolean found = repository().findById(late) != null;

		assertThat(found).isFalse();
		assertThat(sessions()).isZero();
	}

	@Test
	void stayWhenWhatWouldEndThemComesToNothing() {
		this.node.bean(TransactionTemplate.class).executeWithoutResult((status) -> {
			this.node.bean(Members.class).disable(user());
			status.setRollbackOnly();
		});

		assertThat(signedIn(this.member)).isTrue();
	}

	@Test
	void giveWhatIsGoodOnceToOneRequest() {
		FindByIndexNameSessionRepository<?> repository = repository();
		String id = keep(repository);
		MockHttpSession one = new MockHttpSession(null, id);
		one.setAttribute("once", "good");
		MockHttpSession other = new MockHttpSession(null, id);
		other.setAttribute("once", "good");

		Object first = this.node.bean(SessionOnce.class).take(one, "once");
		Object second = this.node.bean(SessionOnce.class).take(other, "once");

		assertThat(first).isEqualTo("good");
		assertThat(second).isNull();
		assertThat(other.getAttribute("once")).isNull();
		assertThat(repository.findById(id).<Object>getAttribute("once")).isNull();
		repository.deleteById(id);
	}

	private FindByIndexNameSessionRepository<?> repository() {
		return this.node.bean(FindByIndexNameSessionRepository.class);
	}

	private static <S extends Session> String keep(FindByIndexNameSessionRepository<S> repository) {
		S session = repository.createSession();
		session.setAttribute("once", "good");
		repository.save(session);
		return session.getId();
	}

	private static <S extends Session> String save(FindByIndexNameSessionRepository<S> repository, SignedInUser user) {
		S session = repository.createSession();
		session.setAttribute(SessionConfiguration.SECURITY_CONTEXT, new SecurityContextImpl(
				UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities())));
		repository.save(session);
		return session.getId();
	}

	@Test
	void outliveTheNodeThatMadeThem() {
		Map<String, String> database = Database.POSTGRESQL.fresh();
		Requests person;
		try (Node one = Node.start(database, Map.of()); Node other = Node.start(database, Map.of())) {
			person = new Requests(one.port()).signUp(this.email);
			assertThat(signedIn(person.at(other.port()))).isTrue();
		}

		try (Node again = Node.start(database, Map.of())) {
			assertThat(signedIn(person.at(again.port()))).isTrue();
		}
	}

	private static boolean signedIn(Requests requests) {
		return requests.get("/").body().contains("/sign-out");
	}

	private UUID user() {
		return this.jdbc.sql("select id from app_user where email = :email")
			.param("email", this.email)
			.query(UUID.class)
			.single();
	}

	private long sessions() {
		return this.jdbc.sql("select count(*) from spring_session where principal_name = :user")
			.param("user", user().toString())
			.query(Long.class)
			.single();
	}

	private long lastUse() {
		return this.jdbc.sql("select last_access_time from spring_session where principal_name = :user")
			.param("user", user().toString())
			.query(Long.class)
			.single();
	}

	private void set(String what) {
		this.jdbc.sql("update spring_session set " + what + " where principal_name = :user")
			.param("user", user().toString())
			.update();
	}

	/**
	 * What may happen while somebody signs in.
	 */
	private enum End {

		DISABLE, DISMISS, RESET, SIGN_OUT;

		void of(Node node, UUID user, String email) {
			switch (this) {
				case DISABLE -> node.bean(Members.class).disable(user);
				case DISMISS -> node.bean(Members.class).dismiss(user);
				case RESET -> node.bean(Passwords.class)
					.reset(node.bean(OneTimeLinks.class)
						.add(OneTimeLink.Purpose.RESET_PASSWORD, user, email, null, Duration.ofHours(1)),
							"another long password");
				case SIGN_OUT -> node.bean(Sessions.class).endAll(user, null);
			}
		}

	}

	/**
	 * Acts when a password was compared, and the session was not saved yet.
	 *
	 * @param act what happens
	 */
	private record EndOnceSignedIn(Runnable act) implements ApplicationListener<AuthenticationSuccessEvent> {

		@Override
		public void onApplicationEvent(AuthenticationSuccessEvent event) {
			this.act.run();
		}

	}

}
