/**
 * What a description cannot say of Chaster (docs.chaster.app, "OAuth 2", and its OpenAPI
 * document): locks come as one bare array, and their timers may be hidden.
 */
@NullMarked
package dev.trellis.provider.chaster;

import org.jspecify.annotations.NullMarked;
