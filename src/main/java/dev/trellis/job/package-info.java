/**
 * Persistent jobs, clustered over the application's own database. Owns how they are
 * scheduled; refuses to know what they do.
 */
@ApplicationModule(allowedDependencies = { "jdbc", "telemetry" })
@NullMarked
package dev.trellis.job;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
