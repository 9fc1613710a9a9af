package dev.trellis;

import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

/**
 * Holds the modules to what they may know of each other.
 */
class ModularityTests {

	@Test
	void modulesKeepToTheirBounds() {
		ApplicationModules.of(TrellisApplication.class).verify();
	}

}
