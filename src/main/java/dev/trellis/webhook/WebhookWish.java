package dev.trellis.webhook;

import java.net.URI;
import java.util.Set;

/**
 * What somebody wants a webhook to be.
 *
 * @param url where to call, as {@link WebhookUrl} allows it
 * @param description what to call it, at most 100 characters; may be empty
 * @param events what to tell of, at least one
 * @param on whether to tell anything
 */
public record WebhookWish(URI url, String description, Set<WebhookEvent> events, boolean on) {
}
