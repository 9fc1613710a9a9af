/**
 * Trellis: one module per direct sub-package; arrows between them point down only.
 */
@NullMarked
package dev.trellis;

import org.jspecify.annotations.NullMarked;
