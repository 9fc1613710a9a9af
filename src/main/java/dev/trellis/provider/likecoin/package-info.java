/**
 * What a description cannot say of LikeCoin (docs.like.co, "Authentication"): likes are
 * documented nowhere and known from its public clients only, paged by time.
 */
@NullMarked
package dev.trellis.provider.likecoin;

import org.jspecify.annotations.NullMarked;
