/**
 * What a provider is: a description, not code. Owns the catalogue, the requests to a
 * provider's endpoints and the normalised answers; refuses to know who links what, and
 * keeps nothing.
 */
@ApplicationModule(allowedDependencies = { "limit", "vault" })
@NullMarked
package dev.trellis.provider;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
