package dev.trellis.account;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first administrator is made once, by whatever start comes first.
 */
@DataJpaTest
@AutoConfigureTestDatabase(replace = Replace.NONE)
@ExtendWith(OutputCaptureExtension.class)
class FirstAdministratorTests {

	private final PasswordEncoder passwordEncoder = new LongPasswordEncoder();

	@Autowired
	private Users users;

	@Test
	void isMadeAsConfigured(CapturedOutput output) {
		start(this.users, "Boss@Example.org", "chosen password");

		User administrator = this.users.findByEmail("boss@example.org").orElseThrow();
		assertThat(administrator.administrator()).isTrue();
		assertThat(this.passwordEncoder.matches("chosen password", administrator.passwordHash())).isTrue();
		assertThat(output).doesNotContain("chosen password");
	}

	@Test
	void getsAGeneratedPasswordThatIsPrintedOnce(CapturedOutput output) {
		start(this.users, "", null);
		start(this.users, "", null);

		String printed = output.getOut().replaceAll("(?s).*with the password (\\S+) .*", "$1");
		User administrator = this.users.findByEmail("admin@trellis.local").orElseThrow();
		assertThat(this.passwordEncoder.matches(printed, administrator.passwordHash())).isTrue();
		assertThat(output.getOut().split("with the password")).hasSize(2);
	}

	@Test
	void mayBeAMemberAlready() {
		this.users.saveAndFlush(new User("member@example.org", "Robin", hash("old password"), Role.MEMBER,
				Clock.systemUTC().instant()));

		start(this.users, "member@example.org", "chosen password");

		User administrator = this.users.findByEmail("member@example.org").orElseThrow();
		assertThat(administrator.administrator()).isTrue();
		assertThat(administrator.displayName()).isEqualTo("Robin");
		assertThat(this.passwordEncoder.matches("chosen password", administrator.passwordHash())).isTrue();
	}

	@Test
	void isNotMadeTwice() {
		start(this.users, "first@example.org", "chosen password");

		start(this.users, "second@example.org", "chosen password");

		assertThat(this.users.existsByEmail("second@example.org")).isFalse();
	}

	@Test
	void isLeftToTheNodeThatWasFaster(CapturedOutput output) {
		start(new LateUsers(this.users), "boss@example.org", null);

		assertThat(output).contains("Another node made the first administrator").doesNotContain("with the password");
	}

	private void start(Users users, String email, String password) {
		new FirstAdministrator(new AdministratorProperties(email, password), users, new UserChanges(users),
				this.passwordEncoder, Clock.systemUTC())
			.run(new DefaultApplicationArguments());
	}

	private String hash(String password) {
		return this.passwordEncoder.encode(password);
	}

	/**
	 * Sees nobody, until the row is there before its own.
	 */
	private record LateUsers(Users users) implements Users {

		@Override
		public User saveAndFlush(User user) {
			throw new DataIntegrityViolationException("uq_app_user_email");
		}

		@Override
		public Optional<User> findForUpdateById(UUID id) {
			return this.users.findForUpdateById(id);
		}

		@Override
		public Optional<User> findById(UUID id) {
			return this.users.findById(id);
		}

		@Override
		public List<User> findAllByIdIn(Collection<UUID> ids) {
			return this.users.findAllByIdIn(ids);
		}

		@Override
		public Optional<User> findByEmail(String email) {
			return this.users.findByEmail(email);
		}

		@Override
		public boolean existsByEmail(String email) {
			return this.users.existsByEmail(email);
		}

		@Override
		public void delete(User user) {
			this.users.delete(user);
		}

		@Override
		public boolean existsByRole(Role role) {
			return this.users.existsByRole(role);
		}

		@Override
		public List<User> findForUpdateByRoleAndDisabledAtIsNullOrderById(Role role) {
			return this.users.findForUpdateByRoleAndDisabledAtIsNullOrderById(role);
		}

	}

}
