/**
 * Limits on how often something may be done, counted for all nodes together, and on how
 * many may do it at once on one. Owns the counting; refuses to know what is done.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.trellis.limit;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
