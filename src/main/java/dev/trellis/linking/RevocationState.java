package dev.trellis.linking;

/**
 * What became of taking a grant back at its provider.
 */
public enum RevocationState {

	/**
	 * It is tried, again if need be.
	 */
	PENDING,

	/**
	 * The provider took the grant back.
	 */
	DONE,

	/**
	 * The provider refused; the person has to do it by hand.
	 */
	FAILED

}
