/**
 * Requests to authorization, token, revocation and resource endpoints as descriptions
 * say, and the converters that make their answers standard.
 */
@NullMarked
package dev.trellis.provider.oauth;

import org.jspecify.annotations.NullMarked;
