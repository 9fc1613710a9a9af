package dev.trellis.sync;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some items, newest first.
 *
 * @param items the items
 * @param newer where the page before this one is; null on the first
 * @param older where the page after this one is; null on the last
 */
public record ItemPage(List<Item> items, @Nullable ItemCursor newer, @Nullable ItemCursor older) {
}
