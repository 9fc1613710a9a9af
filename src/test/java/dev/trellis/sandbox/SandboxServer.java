package dev.trellis.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.tomcat.websocket.server.WsSci;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The sandbox's beans. No stereotype, on purpose: Trellis scans this package too.
 */
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		WebMvcAutoConfiguration.class })
class SandboxServer {

	@Bean
	World world() {
		return new World();
	}

	@Bean
	TreatStreamSimulator treatStream(World world) {
		return new TreatStreamSimulator(world);
	}

	@Bean
	TreeSnapSimulator treeSnap(World world) {
		return new TreeSnapSimulator(world);
	}

	@Bean
	ChasterSimulator chaster(World world) {
		return new ChasterSimulator(world);
	}

	@Bean
	LikeCoinSimulator likeCoin(World world) {
		return new LikeCoinSimulator(world);
	}

	@Bean
	GroveStreamsSimulator groveStreams(World world) {
		return new GroveStreamsSimulator(world);
	}

	@Bean
	RouterFunction<ServerResponse> sandboxRoutes(List<Simulator> simulators) {
		Routes routes = new Routes();
		routes.get("/", (request, path) -> Page.home());
		routes.get("/assets/sandbox.css", (request, path) -> asset("sandbox.css", "text/css;charset=UTF-8"));
		routes.get("/assets/grovestreams.js",
				(request, path) -> asset("grovestreams.js", "text/javascript;charset=UTF-8"));
		simulators.forEach((simulator) -> simulator.addTo(routes));
		return routes.build();
	}

	@Bean
	EntranceFilter entranceFilter(World world) {
		return new EntranceFilter(world);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectionDrops() {
		return (factory) -> factory.addEngineValves(new ConnectionDropValve());
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSockets() {
		return (factory) -> factory
			.addContextCustomizers((context) -> context.addServletContainerInitializer(new WsSci(), null));
	}

	private static Reply asset(String name, String contentType) {
		try {
			return Reply.text(200, contentType,
					new ClassPathResource("sandbox/" + name).getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
