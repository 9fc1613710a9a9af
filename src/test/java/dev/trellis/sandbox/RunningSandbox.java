package dev.trellis.sandbox;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives tests one sandbox for the whole run, restored before each of them.
 */
public final class RunningSandbox implements BeforeEachCallback, AfterAllCallback {

	private static Sandbox shared;

	/**
	 * The sandbox, started when it is first asked for.
	 * @return the sandbox that all tests share
	 */
	public static synchronized Sandbox get() {
		if (shared == null) {
			shared = Sandbox.start();
		}
		return shared;
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		get().reset();
	}

	// The next class may start a node before its first test, which must not see the clock
	// go back.
	@Override
	public void afterAll(ExtensionContext context) {
		get().reset();
	}

}
