/**
 * How linking hangs in Spring Security's OAuth2 client: its filters redirect and take the
 * callback, as the descriptions say, and never change who is signed in.
 */
@NullMarked
package dev.trellis.linking.oauth;

import org.jspecify.annotations.NullMarked;
