package dev.trellis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The database of a node alone, kept in a file.
 */
class EmbeddedDatabaseTests {

	/**
	 * A signal to stop closes the database first, and what a provider answers meanwhile
	 * is lost.
	 */
	@Test
	void staysOpenUntilTheNodeHasStopped(@TempDir Path data) throws IOException {
		try (NodeProcess node = NodeProcess.start(Map.of("spring.datasource.url", url(data)),
				Map.of("trellis.web.drain", "2s", "trellis.live.enabled", "true", "trellis.vault.key-file",
						data.resolve("vault.key").toString()))) {
			node.awaitReady();

			assertThat(node.stop()).isEqualTo(143);

			assertThat(data.resolve("trellis.mv.db")).exists();
			assertThat(data.resolve("trellis.trace.db")).doesNotExist();
		}
	}

	private static String url(Path data) throws IOException {
		PropertySource<?> settings = new YamlPropertySourceLoader()
			.load("settings", new FileSystemResource("src/main/resources/application.yml"))
			.get(0);
		return String.valueOf(settings.getProperty("spring.datasource.url")).replace("./data", data.toString());
	}

}
