/**
 * Streams of events to browsers, and the signals between nodes that feed them. Signals
 * carry ids only; what they are about is read where it is told.
 */
@NamedInterface("stream")
@NullMarked
package dev.trellis.live.stream;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.NamedInterface;
