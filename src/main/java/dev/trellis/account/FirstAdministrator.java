package dev.trellis.account;

import java.time.Clock;
import java.util.Base64;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Makes sure at start that there is an administrator. Of two nodes that start at once one
 * makes it; the other finds it made.
 */
@Component
class FirstAdministrator implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(FirstAdministrator.class);

	private static final BytesKeyGenerator GENERATOR = KeyGenerators.secureRandom(18);

	private final AdministratorProperties properties;

	private final Users users;

	private final UserChanges changes;

	private final PasswordEncoder passwordEncoder;

	private final Clock clock;

	FirstAdministrator(AdministratorProperties properties, Users users, UserChanges changes,
			PasswordEncoder passwordEncoder, Clock clock) {
		this.properties = properties;
		this.users = users;
		this.changes = changes;
		this.passwordEncoder = passwordEncoder;
		this.clock = clock;
	}

	@Override
	public void run(ApplicationArguments args) {
		if (this.users.existsByRole(Role.ADMINISTRATOR)) {
			return;
		}
		if (this.properties.password() != null) {
			appoint(this.properties.password());
			return;
		}
		String password = Base64.getUrlEncoder().withoutPadding().encodeToString(GENERATOR.generateKey());
		if (appoint(password)) {
			logger.warn("First administrator: sign in as {} with the password {} (shown only this once)",
					this.properties.email(), password);
		}
	}

	private boolean appoint(String password) {
		String hash = Objects.requireNonNull(this.passwordEncoder.encode(password));
		try {
			User administrator = this.users.findByEmail(User.normalized(this.properties.email()))
				.flatMap((member) -> this.changes.change(member.id(), (user) -> promote(user, hash)))
				.orElseGet(() -> this.users.saveAndFlush(newAdministrator(hash)));
			logger.info("User {} is the first administrator", administrator.id());
			return true;
		}
		catch (DataIntegrityViolationException ex) {
			logger.info("Another node made the first administrator");
			return false;
		}
	}

	private void promote(User member, String hash) {
		member.promote(hash);
		member.verify(this.clock.instant());
	}

	private User newAdministrator(String hash) {
		User administrator = new User(this.properties.email(), "Administrator", hash, Role.ADMINISTRATOR,
				this.clock.instant());
		administrator.verify(this.clock.instant());
		return administrator;
	}

}
