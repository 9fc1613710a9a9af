package dev.trellis.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.JdbcOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/**
 * The same links as Spring Security alone keeps them: its own manager, its own table, its
 * own defaults, and the endpoint in this process.
 */
final class StockLinks implements AutoCloseable {

	private static final String REGISTRATION = "chaster";

	private final RotatingEndpoint endpoint;

	private final HikariDataSource source;

	private final OAuth2AuthorizedClientService service;

	private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;

	private final ClientRegistration registration;

	StockLinks(String database, int connections, RotatingEndpoint endpoint) {
		this.endpoint = endpoint;
		HikariConfig pool = new HikariConfig();
		pool.setJdbcUrl(database);
		pool.setMaximumPoolSize(connections);
		this.source = new HikariDataSource(pool);
		new ResourceDatabasePopulator(
				new ClassPathResource("org/springframework/security/oauth2/client/oauth2-client-schema-postgres.sql"))
			.execute(this.source);
		this.registration = ClientRegistration.withRegistrationId(REGISTRATION)
			.clientId("benchmark")
			.clientSecret("benchmark")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("{baseUrl}/callback")
			.authorizationUri("https://localhost/authorize")
			.tokenUri("https://localhost/token")
			.build();
		InMemoryClientRegistrationRepository registrations = new InMemoryClientRegistrationRepository(
				this.registration);
		this.service = new JdbcOAuth2AuthorizedClientService(new JdbcTemplate(this.source), registrations);
		this.manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, this.service);
		this.manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
			.refreshToken((refresh) -> refresh.accessTokenResponseClient(this::answer))
			.build());
	}

	private OAuth2AccessTokenResponse answer(OAuth2RefreshTokenGrantRequest request) {
		RotatingEndpoint.Pair pair = this.endpoint.refresh(request.getRefreshToken().getTokenValue())
			.orElseThrow(() -> new OAuth2AuthorizationException(new OAuth2Error("invalid_grant")));
		return OAuth2AccessTokenResponse.withToken(pair.accessToken())
			.tokenType(OAuth2AccessToken.TokenType.BEARER)
			.expiresIn(1)
			.scopes(Set.of("profile", "locks"))
			.refreshToken(pair.refreshToken())
			.build();
	}

	/**
	 * Writes links whose access tokens have run out, and do so again at once.
	 * @param count how many
	 */
	void write(int count) {
		for (int link = 0; link < count; link++) {
			write(link, 0);
		}
		new JdbcTemplate(this.source).execute("vacuum analyze");
	}

	private void write(int link, int generation) {
		Instant obtained = Instant.now().minus(Duration.ofMinutes(10));
		this.service.saveAuthorizedClient(
				new OAuth2AuthorizedClient(this.registration, name(link),
						new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER,
								RotatingEndpoint.accessToken(link, generation), obtained, obtained.plusSeconds(300),
								Set.of("profile", "locks")),
						new OAuth2RefreshToken(RotatingEndpoint.refreshToken(link, generation), obtained)),
				principal(link));
	}

	/**
	 * Links an account again whose link was lost.
	 * @param link the link
	 */
	void linkAgain(int link) {
		write(link, this.endpoint.generation(link));
	}

	/**
	 * Asks for a good access token.
	 * @param link the link
	 * @return whether there was one
	 */
	boolean refresh(int link) {
		try {
			return this.manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
				.principal(principal(link))
				.build()) != null;
		}
		catch (OAuth2AuthorizationException ex) {
			return false;
		}
	}

	boolean alive(int link) {
		List<byte[]> kept = new JdbcTemplate(this.source).query(
				"select refresh_token_value from oauth2_authorized_client where principal_name = ?",
				(row, number) -> row.getBytes(1), name(link));
		return kept.size() == 1 && this.endpoint.alive(link, new String(kept.get(0), StandardCharsets.UTF_8));
	}

	private static String name(int link) {
		return "user-" + link;
	}

	private static Authentication principal(int link) {
		return UsernamePasswordAuthenticationToken.authenticated(name(link), "-", List.of());
	}

	@Override
	public void close() {
		this.source.close();
	}

}
