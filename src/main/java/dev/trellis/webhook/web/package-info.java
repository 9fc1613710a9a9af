/**
 * The pages on which people look after their webhooks.
 */
@NullMarked
package dev.trellis.webhook.web;

import org.jspecify.annotations.NullMarked;
