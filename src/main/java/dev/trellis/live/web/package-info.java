/**
 * The overlay: a page for a streamer's own picture that shows treats as they come.
 */
@NullMarked
package dev.trellis.live.web;

import org.jspecify.annotations.NullMarked;
