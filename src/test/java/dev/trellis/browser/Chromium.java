package dev.trellis.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.util.ClassUtils;

/**
 * Gives tests one Chromium for the whole run: that of the property
 * {@code trellis.chromium}, or of the usual places. Where there is none, or no driver for
 * it, tests that ask for it are skipped and say so; nothing is downloaded.
 */
public final class Chromium implements ExecutionCondition, ParameterResolver {

	private static final String PROPERTY = "trellis.chromium";

	private static final String DRIVER = "com.microsoft.playwright.impl.driver.jar.DriverJar";

	private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
			"/snap/bin/chromium", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

	private static final List<String> SWITCHES = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost");

	/**
	 * How long something may take to come on a busy machine.
	 */
	private static final double PATIENCE_MILLIS = 30_000;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (!ClassUtils.isPresent(DRIVER, Chromium.class.getClassLoader())) {
			return ConditionEvaluationResult.disabled("Playwright's driver comes with the profile: -Pconformance");
		}
		return place().map((found) -> ConditionEvaluationResult.enabled("Chromium is " + found))
			.orElseGet(() -> ConditionEvaluationResult
				.disabled("There is no Chromium at the usual places; -D" + PROPERTY + " names one"));
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Browser.class;
	}

	@Override
	public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(ExtensionContext.Namespace.GLOBAL)
			.computeIfAbsent(Running.class, (key) -> Running.start(), Running.class)
			.browser();
	}

	private static Optional<Path> place() {
		String named = System.getProperty(PROPERTY);
		return ((named != null) ? Stream.of(named) : PLACES.stream()).map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * The browser and what drives it.
	 *
	 * @param playwright the driver
	 * @param browser the browser
	 */
	private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

		static Running start() {
			PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
			Playwright playwright = Playwright
				.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
			return new Running(playwright, playwright.chromium()
				.launch(new BrowserType.LaunchOptions().setExecutablePath(place().orElseThrow()).setArgs(SWITCHES)));
		}

		@Override
		public void close() {
			this.playwright.close();
		}

	}

}
