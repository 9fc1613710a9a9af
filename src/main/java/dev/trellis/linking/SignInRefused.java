package dev.trellis.linking;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Somebody agreed at a provider that proves who they are, and was not let in, or proved
 * nothing.
 *
 * @param provider the provider
 * @param personId who was signed in already and was to prove it; null for nobody
 * @param failure why
 */
public record SignInRefused(String provider, @Nullable UUID personId, LinkFailure failure) {
}
