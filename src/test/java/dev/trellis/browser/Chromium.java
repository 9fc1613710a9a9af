package dev.trellis.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.Assumptions;

/**
 * The Chromium that is installed beside the tests; where there is none, they are skipped.
 */
final class Chromium implements AutoCloseable {

	private static final List<String> USUAL_PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
			"/usr/bin/google-chrome", "/snap/bin/chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

	private final Playwright playwright;

	private final Browser browser;

	private Chromium(Path executable) {
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = this.playwright.chromium()
			.launch(new LaunchOptions().setExecutablePath(executable).setArgs(List.of("--no-sandbox")));
	}

	static Chromium open() {
		Optional<Path> executable = Stream
			.concat(Optional.ofNullable(System.getProperty("trellis.chromium")).stream(), USUAL_PLACES.stream())
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
		Assumptions.assumeTrue(executable.isPresent(),
				"No Chromium at the usual places; the property trellis.chromium can say where it is");
		return new Chromium(executable.orElseThrow());
	}

	Browser browser() {
		return this.browser;
	}

	@Override
	public void close() {
		this.browser.close();
		this.playwright.close();
	}

}
