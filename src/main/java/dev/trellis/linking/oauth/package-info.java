/**
 * How linking and signing in at providers hang in Spring Security's OAuth2 client: its
 * filters redirect and take the callback, as the descriptions say. Linking never changes
 * who is signed in.
 */
@NullMarked
package dev.trellis.linking.oauth;

import org.jspecify.annotations.NullMarked;
