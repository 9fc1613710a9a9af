/**
 * Linked accounts: their states, linking, reconnecting and unlinking, and the keeping of
 * their tokens. Refuses to know what an account holds at its provider.
 */
@ApplicationModule(allowedDependencies = { "account", "jdbc", "job", "limit", "origin", "paging", "provider",
		"telemetry", "vault" })
@NullMarked
package dev.trellis.linking;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
