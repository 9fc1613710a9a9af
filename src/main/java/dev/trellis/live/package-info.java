/**
 * What happens right now: what providers say by themselves, and what browsers are told
 * without asking. Refuses to know how a page looks.
 */
@ApplicationModule(allowedDependencies = { "account", "account :: key", "jdbc", "job", "linking", "origin", "provider",
		"sync", "vault" })
@NullMarked
package dev.trellis.live;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
