/**
 * What lists need when they leave as files. Refuses to know what is listed.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.trellis.export;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
