/**
 * The local user: sign-up, sign-in and roles. Refuses to know what anybody links.
 */
@ApplicationModule(allowedDependencies = "paging")
@NullMarked
package dev.trellis.account;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
