package dev.trellis.account;

import java.time.Clock;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/**
 * Keeps sessions in the database, under ids that nobody guesses, found by the id of who
 * is signed in.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	static final String SECURITY_CONTEXT = "SPRING_SECURITY_CONTEXT";

	private static final BytesKeyGenerator IDS = KeyGenerators.secureRandom(27);

	@Bean
	SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionsByPerson() {
		return (repository) -> {
			repository.setIndexResolver(SessionConfiguration::indexes);
			repository.setSessionIdGenerator(SessionConfiguration::id);
		};
	}

	// Wraps the repository after it was made, since Spring Boot makes none beside
	// another.
	@Bean
	static BeanPostProcessor boundedSessions(ObjectProvider<SignOuts> signOuts,
			ObjectProvider<AccountProperties> properties, ObjectProvider<Clock> clock) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof JdbcIndexedSessionRepository stored) ? BoundedSessions.of(stored,
						signOuts.getObject(), properties.getObject().sessionLifetime(), clock.getObject()) : bean;
			}

		};
	}

	// 216 bits of chance, which are as many characters as the column has.
	private static String id() {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(IDS.generateKey());
	}

	private static Map<String, String> indexes(Session session) {
		SignedInUser user = user(session);
		return (user != null) ? Map.of(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user.id().toString())
				: Map.of();
	}

	/**
	 * Who is signed in.
	 * @param session a session
	 * @return the person; null if nobody is
	 */
	static @Nullable SignedInUser user(Session session) {
		SecurityContext context = session.getAttribute(SECURITY_CONTEXT);
		Authentication authentication = (context != null) ? context.getAuthentication() : null;
		return (authentication != null && authentication.getPrincipal() instanceof SignedInUser user) ? user : null;
	}

}
