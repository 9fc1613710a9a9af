/**
 * Measures how many links one node keeps alive, how fast what they hold is fetched and
 * shown, and against what. No part of the build;
 * its command is in docs/benchmarks.md.
 */
package dev.trellis.benchmark;
