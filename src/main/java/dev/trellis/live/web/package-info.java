/**
 * The overlay: a page for a streamer's own picture that shows treats as they come.
 */
@NamedInterface("overlay")
@NullMarked
package dev.trellis.live.web;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.NamedInterface;
