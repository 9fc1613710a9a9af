package dev.trellis.live.engineio;

/**
 * Why a connection is over.
 */
public enum Closure {

	/**
	 * It was closed from here.
	 */
	CLOSED,

	/**
	 * The server ended it.
	 */
	ENDED,

	/**
	 * The server did not take the token; the same one will not do again.
	 */
	REFUSED,

	/**
	 * The server did not answer in time.
	 */
	SILENT,

	/**
	 * The server sent more at once than is read.
	 */
	OVERSIZED,

	/**
	 * The server said something that is not of the protocol.
	 */
	MALFORMED,

	/**
	 * The server could not be reached, or the network gave way.
	 */
	LOST,

	/**
	 * What the server said could not be taken in.
	 */
	OVERWHELMED

}
