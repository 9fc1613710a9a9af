/**
 * The administrator's desk: every linked account, never a token and never a person's
 * items. Nothing depends on it.
 */
@ApplicationModule(allowedDependencies = { "account", "linking", "provider", "sync" })
@NullMarked
package dev.trellis.admin;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
