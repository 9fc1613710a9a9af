package dev.trellis.linking;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * That a program of a person's asks them to link an account.
 *
 * @param provider at which provider
 * @param reconnect the linked account to bring back; null to link anew
 * @param label how the person wants to call it; null to go without
 * @param askedBy the name of the program's key
 */
public record LinkRequest(String provider, @Nullable UUID reconnect, @Nullable String label, String askedBy) {
}
