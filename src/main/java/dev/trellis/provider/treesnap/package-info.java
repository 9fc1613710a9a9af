/**
 * What a description cannot say of TreeSnap (its wiki page "Authentication using OAuth
 * Personal Tokens" and its public server code): two nested envelopes, page links that
 * lose their parameters, dates of its own form, and PHP arrays where objects are meant.
 */
@NullMarked
package dev.trellis.provider.treesnap;

import org.jspecify.annotations.NullMarked;
