/**
 * API keys: what a person gives to programs of their own, so that these can do some of
 * what the person can. Refuses to know what a scope opens.
 */
@NamedInterface("key")
@NullMarked
package dev.trellis.account.key;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.NamedInterface;
