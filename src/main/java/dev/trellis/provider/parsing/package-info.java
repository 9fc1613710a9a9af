/**
 * How rows of a provider's answer are read: leniently, field by field, into bounded plain
 * texts, instants in UTC, finite numbers and https links. Knows no provider and asks
 * nobody; what makes no sense is left out, never guessed.
 */
@NullMarked
package dev.trellis.provider.parsing;

import org.jspecify.annotations.NullMarked;
