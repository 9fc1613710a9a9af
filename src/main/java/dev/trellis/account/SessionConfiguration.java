package dev.trellis.account;

import java.time.Clock;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/**
 * Keeps sessions in the database, found by the id of who is signed in.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	static final String SECURITY_CONTEXT = "SPRING_SECURITY_CONTEXT";

	@Bean
	SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionsByPerson() {
		return (repository) -> repository.setIndexResolver(SessionConfiguration::indexes);
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
