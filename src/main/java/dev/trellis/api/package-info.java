/**
 * What programs of people's own can do, as JSON below {@code /api/v1}, with an API key
 * and nothing else: no session, no cookie. Each part of it is an endpoint of its own
 * kind, and whatever fails is answered by a {@link Problem}. Nothing depends on it.
 */
@ApplicationModule(allowedDependencies = { "account", "account :: key", "audit", "limit", "linking", "live",
		"live :: stream", "origin", "paging", "provider", "sync", "vault", "webhook" })
@NullMarked
package dev.trellis.api;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
