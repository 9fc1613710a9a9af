package dev.trellis.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sealing, opening and the keys.
 */
class VaultTests {

	private static final UUID ROW = UUID.fromString("00000000-0000-0000-0000-000000000001");

	private static final Secret ONE = VaultKeys.generate(1);

	private static final Secret TWO = VaultKeys.generate(2);

	@Test
	void opensWhatItSealed() {
		Vault vault = new Vault(VaultKeys.parse(List.of(ONE), null));
		Secret secret = Secret.of("a token of 8 kB".repeat(550));

		byte[] sealed = vault.seal(secret, ROW, "access_token");

		assertThat(vault.open(sealed, ROW, "access_token")).isEqualTo(secret);
		assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("token");
		assertThat(sealed).hasSize(secret.reveal().length() + 33);
	}

	@Test
	void opensNothingThatWasMovedToAnotherRowOrColumn() {
		Vault vault = new Vault(VaultKeys.parse(List.of(ONE), null));
		byte[] sealed = vault.seal(Secret.of("s"), ROW, "access_token");

		assertThatExceptionOfType(VaultException.class)
			.isThrownBy(() -> vault.open(sealed, UUID.randomUUID(), "access_token"));
		assertThatExceptionOfType(VaultException.class).isThrownBy(() -> vault.open(sealed, ROW, "refresh_token"))
			.withMessageContaining("sealed for another place or changed since");
	}

	@Test
	void sealsWithTheActiveKeyAndOpensWithAll() {
		byte[] old = new Vault(VaultKeys.parse(List.of(ONE), null)).seal(Secret.of("s"), ROW, "access_token");
		Vault both = new Vault(VaultKeys.parse(List.of(ONE, TWO), null));

		assertThat(both.open(old, ROW, "access_token")).isEqualTo(Secret.of("s"));
		assertThat(Vault.keyId(old)).isEqualTo(1);
		assertThat(Vault.keyId(both.seal(Secret.of("s"), ROW, "access_token"))).isEqualTo(2);
		assertThat(new Vault(VaultKeys.parse(List.of(ONE, TWO), 1)).activeKeyId()).isEqualTo(1);
	}

	@Test
	void namesTheKeyThatIsMissing() {
		byte[] sealed = new Vault(VaultKeys.parse(List.of(TWO), null)).seal(Secret.of("s"), ROW, "access_token");
		Vault vault = new Vault(VaultKeys.parse(List.of(ONE), null));

		assertThatExceptionOfType(VaultException.class).isThrownBy(() -> vault.open(sealed, ROW, "access_token"))
			.withMessageContaining("needs key 2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			x:AAAA       | does not start with a whole number
			0:AAAA       | does not start with a whole number
			no-colon     | does not start with a whole number
			7            | holds key 7, which is not 32 bytes in Base64
			7:AAAA       | holds key 7, which is not 32 bytes in Base64
			7:%%%%       | holds key 7, which is not 32 bytes in Base64
			""")
	void refusesKeysThatAreNone(String key, String fault) {
		assertThatExceptionOfType(VaultException.class).isThrownBy(() -> VaultKeys.parse(List.of(Secret.of(key)), null))
			.withMessageContaining(fault)
			.withMessageNotContaining("AAAA");
	}

	@Test
	void refusesAnActiveKeyThatIsNotThereAndAKeyTwice() {
		assertThatExceptionOfType(VaultException.class).isThrownBy(() -> VaultKeys.parse(List.of(ONE), 2))
			.withMessageContaining("names key 2");
		assertThatExceptionOfType(VaultException.class).isThrownBy(() -> VaultKeys.parse(List.of(ONE, ONE), null))
			.withMessageContaining("twice");
	}

	@Test
	void makesAKeyFileForItsOwnerAloneAndReadsItAgain(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("deeper/vault.key");

		List<Secret> made = new VaultKeyFile(file).readOrMake();

		assertThat(new VaultKeyFile(file).readOrMake()).isEqualTo(made);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(file.getParent()).isDirectoryContaining((path) -> path.equals(file));
	}

	@Test
	void stopsTheStartWithoutAKeyBesideAnotherDatabase() {
		context().withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost/trellis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(VaultException.class)
				.hasMessageContaining("trellis.vault.keys is missing")
				.hasMessageContaining("openssl rand -base64 32"));
	}

	@Test
	void takesKeysFromProperties() {
		context()
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost/trellis",
					"trellis.vault.keys=" + ONE.reveal() + "," + TWO.reveal(), "trellis.vault.active-key=1")
			.run((context) -> assertThat(context.getBean(Vault.class).activeKeyId()).isEqualTo(1));
	}

	@Test
	void showsNoSecretInText() {
		assertThat(Secret.of("hush")).hasToString("***").isEqualTo(Secret.of("hush")).isNotEqualTo(Secret.of("other"));
	}

	private static ApplicationContextRunner context() {
		return new ApplicationContextRunner().withUserConfiguration(VaultConfiguration.class, Properties.class);
	}

	/**
	 * Binds the properties that the application finds by itself.
	 */
	@EnableConfigurationProperties(VaultProperties.class)
	static class Properties {

	}

}
