/**
 * What the tables of all modules have in common. Knows nothing of what they hold.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.trellis.jdbc;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
