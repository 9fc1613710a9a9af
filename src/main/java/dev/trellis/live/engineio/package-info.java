/**
 * Speaks Socket.IO 1.x over Engine.IO 3 by WebSocket, as far as a listener needs it.
 * Refuses to know what is said over it.
 */
@NullMarked
package dev.trellis.live.engineio;

import org.jspecify.annotations.NullMarked;
