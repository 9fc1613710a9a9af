/**
 * What a description cannot say of TreatStream (its page "Getting started with Oauth 2 on
 * TreatStream"): the shape of the month's treats, which no document shows, and treats
 * without an identifier.
 */
@NullMarked
package dev.trellis.provider.treatstream;

import org.jspecify.annotations.NullMarked;
