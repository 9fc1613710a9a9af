package dev.trellis.provider;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One page to fetch.
 *
 * @param api the resource API, as the linked account
 * @param subject the linked account's identifier at the provider; null if the provider
 * tells none
 * @param organizations identifier and name of the organizations within which the
 * account's data live
 * @param cursor what the page before said to go on with; null for the first page
 * @param now the time of this harvest
 */
public record HarvestRequest(ResourceApi api, @Nullable String subject, Map<String, String> organizations,
		@Nullable String cursor, Instant now) {
}
