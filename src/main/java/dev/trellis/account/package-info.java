/**
 * The local user: sign-up, sign-in, sessions, roles, and the letters that reach them.
 * Refuses to know what anybody links.
 */
@ApplicationModule(allowedDependencies = { "jdbc", "job", "limit", "origin", "paging", "vault" })
@NullMarked
package dev.trellis.account;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
