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
 * @param full whether the pass should see all there is; else only what is new
 * @param since the time of the newest thing that was known when the pass began; null on a
 * full pass, or if nothing was known
 * @param earliest how far back it is worth looking, where there is no end
 * @param parents what things of this kind can belong to
 * @param cursor what the page before said to go on with; null for the first page
 * @param now the time of this harvest
 */
public record HarvestRequest(ResourceApi api, @Nullable String subject, Map<String, String> organizations, boolean full,
		@Nullable Instant since, Instant earliest, Parents parents, @Nullable String cursor, Instant now) {
}
