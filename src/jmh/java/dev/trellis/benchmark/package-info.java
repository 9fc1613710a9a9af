/**
 * Measures how many links one node keeps alive, and against what. No part of the build;
 * its command is in docs/benchmarks.md.
 */
package dev.trellis.benchmark;
