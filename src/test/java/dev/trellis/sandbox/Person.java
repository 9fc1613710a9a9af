package dev.trellis.sandbox;

/**
 * A made-up person with an account at one provider.
 *
 * @param provider where the account is
 * @param id the identifier that never changes there
 * @param login the name by which tests and pages know the person
 * @param name the name shown
 * @param holdings how much the account holds
 */
record Person(SandboxProvider provider, String id, String login, String name, Holdings holdings) {

	String email() {
		return this.login + "@example.test";
	}

	/**
	 * GroveStreams asks for a password; it is shown on the page, as nothing here is real.
	 */
	String password() {
		return this.login + "-garden";
	}

	boolean isRich() {
		return this.holdings == Holdings.RICH;
	}

	boolean isEmpty() {
		return this.holdings == Holdings.EMPTY;
	}

	/**
	 * How much an account holds.
	 */
	enum Holdings {

		/**
		 * Lots.
		 */
		RICH("lots to show"),

		/**
		 * One or two things.
		 */
		SPARSE("just a little"),

		/**
		 * Nothing.
		 */
		EMPTY("nothing yet");

		private final String words;

		Holdings(String words) {
			this.words = words;
		}

		String words() {
			return this.words;
		}

	}

}
