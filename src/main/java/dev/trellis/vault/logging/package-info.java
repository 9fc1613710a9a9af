/**
 * The last line of defence: whatever other libraries log, secrets do not stand in it.
 */
@NullMarked
package dev.trellis.vault.logging;

import org.jspecify.annotations.NullMarked;
