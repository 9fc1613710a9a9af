package dev.trellis.provider;

/**
 * Stops the start: a provider's description is wrong. Its message is one sentence that
 * names the property.
 */
public class ProviderDescriptionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	/**
	 * A wrong description.
	 * @param property the full name of the property at fault
	 * @param fault what is wrong with it, to be read behind its name
	 */
	public ProviderDescriptionException(String property, String fault) {
		super("The property " + property + " " + fault + ".");
		this.property = property;
	}

	public String property() {
		return this.property;
	}

}
