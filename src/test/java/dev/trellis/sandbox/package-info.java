/**
 * Five strict simulators of the providers on a port of their own, for tests and for a
 * first look without credentials. Owns made-up people, their data and their tokens;
 * refuses to know anything of Trellis but its property names and callback paths. Nothing
 * here carries a Spring stereotype, so that Trellis's component scan passes it by.
 */
package dev.trellis.sandbox;
