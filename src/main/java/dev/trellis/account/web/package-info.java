/**
 * The pages on which a person signs up and in.
 */
@NullMarked
package dev.trellis.account.web;

import org.jspecify.annotations.NullMarked;
