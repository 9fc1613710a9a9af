/**
 * Pages on which accounts are linked.
 */
@NullMarked
package dev.trellis.linking.web;

import org.jspecify.annotations.NullMarked;
