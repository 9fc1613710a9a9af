/**
 * Webhooks: telling programs of people's own what happens to their accounts, by calls
 * that are signed, made again until they succeed, and written down. Refuses to know what
 * form an item or an account has outside.
 */
@ApplicationModule(allowedDependencies = { "account", "account :: mail", "jdbc", "job", "limit", "linking", "paging",
		"sync", "telemetry", "vault" })
@NullMarked
package dev.trellis.webhook;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
