/**
 * What operators are told by. Owns how figures are read from the database and whether
 * traces are made; refuses to know what they mean.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.trellis.telemetry;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
