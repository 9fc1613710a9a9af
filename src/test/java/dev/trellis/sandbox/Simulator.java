package dev.trellis.sandbox;

/**
 * One provider, as strict and as odd as its document and its clients say.
 */
interface Simulator {

	/**
	 * Adds what this provider answers.
	 * @param routes the table to add to
	 */
	void addTo(Routes routes);

}
