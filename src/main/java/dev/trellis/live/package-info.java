/**
 * What providers tell by themselves, the moment it happens: one connection per linked
 * account, owned by one node at a time. Refuses to know what is told.
 */
@ApplicationModule(allowedDependencies = { "job", "linking", "provider", "sync", "vault" })
@NullMarked
package dev.trellis.live;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
