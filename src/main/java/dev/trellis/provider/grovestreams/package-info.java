/**
 * What a description cannot say of GroveStreams (grovestreams.com/developers, "OAuth
 * 2.0", "GQL" and "Limits"): everything lives within an organization, tables come as
 * columns and rows, refusals have status 200, and calls are few.
 */
@NullMarked
package dev.trellis.provider.grovestreams;

import org.jspecify.annotations.NullMarked;
