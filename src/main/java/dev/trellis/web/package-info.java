/**
 * The shell: layout, dashboard, errors and the security configuration. Nothing depends on
 * it.
 */
@ApplicationModule(allowedDependencies = { "account", "account :: key", "audit", "export", "linking", "live",
		"live :: overlay", "live :: stream", "provider", "sync", "webhook" })
@NullMarked
package dev.trellis.web;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
