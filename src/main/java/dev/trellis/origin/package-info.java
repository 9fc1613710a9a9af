/**
 * Where people reach this application. Refuses to know what they do there.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.trellis.origin;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
