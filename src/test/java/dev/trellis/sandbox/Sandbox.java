package dev.trellis.sandbox;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Five strict simulators of the providers on one port of their own, for tests and for a
 * first look at Trellis without any credentials. It is an application apart, which reads
 * neither Trellis's configuration nor its environment.
 */
public final class Sandbox implements AutoCloseable {

	private final ServletWebServerApplicationContext context;

	private final World world;

	private final SandboxControl control;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "sandbox");
		thread.setDaemon(true);
		return thread;
	});

	private Sandbox(ServletWebServerApplicationContext context) {
		this.context = context;
		this.world = context.getBean(World.class);
		this.control = new SandboxControl(this.world, context.getBean(TreeSnapSimulator.class),
				context.getBean(TreatStreamSimulator.class));
	}

	/**
	 * Starts a sandbox on a free port.
	 * @return the running sandbox
	 */
	public static Sandbox start() {
		return start(0);
	}

	/**
	 * Starts a sandbox.
	 * @param port the port; 0 for any free one
	 * @return the running sandbox
	 */
	public static Sandbox start(int port) {
		return start(port, "127.0.0.1");
	}

	/**
	 * Starts a sandbox that others than this machine may reach, as from outside of a
	 * container.
	 * @param port the port; 0 for any free one
	 * @param address the address to listen at
	 * @return the running sandbox
	 */
	public static Sandbox start(int port, String address) {
		// Quiet until an application sets up logging; nothing happens if one has.
		LoggingSystem.get(Sandbox.class.getClassLoader()).beforeInitialize();
		SpringApplication application = new SpringApplicationBuilder(SandboxServer.class)
			.web(WebApplicationType.SERVLET)
			.environment(new SecludedEnvironment())
			.logStartupInfo(false)
			.bannerMode(Banner.Mode.OFF)
			.properties(Map.of("spring.config.name", "sandbox", "spring.jmx.enabled", "false", "server.port", port,
					"server.address", address, "server.shutdown", "immediate"))
			.build();
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> !(listener instanceof LoggingApplicationListener))
			.toList());
		return new Sandbox((ServletWebServerApplicationContext) application.run());
	}

	/**
	 * Sends a treat to everybody who is listening at TreatStream, again and again.
	 * @param pause how long between two
	 * @return this sandbox
	 */
	public Sandbox sendTreatsEvery(Duration pause) {
		TreatStreamSimulator treatStream = this.context.getBean(TreatStreamSimulator.class);
		this.timer.scheduleWithFixedDelay(treatStream::sendTreats, pause.toMillis(), pause.toMillis(),
				TimeUnit.MILLISECONDS);
		return this;
	}

	/**
	 * The port on which it listens.
	 * @return the port
	 */
	public int port() {
		return this.context.getWebServer().getPort();
	}

	/**
	 * Where it is.
	 * @return its origin, without a trailing slash
	 */
	public URI uri() {
		return URI.create("http://localhost:" + port());
	}

	/**
	 * The properties that point Trellis's five providers at this sandbox.
	 * @return full property names and their values
	 */
	public Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>();
		put(properties, SandboxProvider.TREATSTREAM, "authorization.uri", "/Oauth2/Authorize");
		put(properties, SandboxProvider.TREATSTREAM, "token.uri", "/Oauth2/Authorize/token");
		put(properties, SandboxProvider.TREATSTREAM, "refresh.uri", "/Oauth2/RefreshToken");
		put(properties, SandboxProvider.TREATSTREAM, "api.base-uri", "/api");
		put(properties, SandboxProvider.TREATSTREAM, "live.uri", "");
		put(properties, SandboxProvider.TREATSTREAM, "live.token-uri", "/Oauth2/Authorize/socketToken");
		put(properties, SandboxProvider.TREESNAP, "personal-token.page", "/developer");
		put(properties, SandboxProvider.TREESNAP, "refresh.uri", "/web-services/v1/refresh-tokens");
		put(properties, SandboxProvider.TREESNAP, "api.base-uri", "/web-services/v1");
		String keycloak = "/sso/auth/realms/app/protocol/openid-connect/";
		put(properties, SandboxProvider.CHASTER, "authorization.uri", keycloak + "auth");
		put(properties, SandboxProvider.CHASTER, "token.uri", keycloak + "token");
		put(properties, SandboxProvider.CHASTER, "revocation.uri", keycloak + "revoke");
		put(properties, SandboxProvider.CHASTER, "api.base-uri", "/api");
		put(properties, SandboxProvider.LIKECOIN, "authorization.uri", "/in/oauth");
		put(properties, SandboxProvider.LIKECOIN, "token.uri", "/oauth/access_token");
		put(properties, SandboxProvider.LIKECOIN, "api.base-uri", "");
		put(properties, SandboxProvider.GROVESTREAMS, "authorization.uri", "/Modern/#signinoauth/");
		put(properties, SandboxProvider.GROVESTREAMS, "token.uri", "/api/oauth_access_token");
		put(properties, SandboxProvider.GROVESTREAMS, "password-login.uri", "/api/oauth_login");
		put(properties, SandboxProvider.GROVESTREAMS, "api.base-uri", "/api");
		for (SandboxProvider provider : SandboxProvider.values()) {
			if (provider != SandboxProvider.TREESNAP) {
				properties.put(name(provider, "client-id"), this.world.clientId(provider));
				properties.put(name(provider, "client-secret"), this.world.clientSecret(provider));
			}
		}
		return properties;
	}

	private void put(Map<String, String> properties, SandboxProvider provider, String property, String path) {
		properties.put(name(provider, property), uri() + "/" + provider.id() + path);
	}

	private static String name(SandboxProvider provider, String property) {
		return "trellis.providers." + provider.id() + "." + property;
	}

	/**
	 * Its levers: switches, faults, time, tokens and the log of requests.
	 * @return the control
	 */
	public SandboxControl control() {
		return this.control;
	}

	/**
	 * Somebody who answers its pages as a person with a browser would.
	 * @return the visitor
	 */
	public Visitor visitor() {
		return new Visitor();
	}

	/**
	 * Restores everything but the port and the clients' credentials: data, tokens,
	 * switches, faults, time and the log.
	 */
	public void reset() {
		this.world.reset();
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.world.faults().clear();
		this.context.close();
	}

	/**
	 * An environment that sees nothing of the machine's, so that settings for Trellis do
	 * not reach the sandbox.
	 */
	private static final class SecludedEnvironment extends StandardEnvironment {

		@Override
		protected void customizePropertySources(MutablePropertySources propertySources) {
		}

	}

}
