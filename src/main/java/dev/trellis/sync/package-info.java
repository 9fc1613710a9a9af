/**
 * What linked accounts hold: the items, and how they are fetched and kept. Refuses to
 * know how a provider is asked or whose token is sent.
 */
@ApplicationModule(allowedDependencies = { "jdbc", "job", "limit", "linking", "provider" })
@NullMarked
package dev.trellis.sync;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
