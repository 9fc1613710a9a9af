/**
 * The vault: sealing and opening secrets, the key set and its rotation. The only code
 * that sees a key; it refuses to know whose secrets it keeps.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.trellis.vault;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
