package dev.trellis.webhook;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.sync.Item;

/**
 * The form that things have outside, so that a payload holds what programs know already.
 */
public interface PayloadForm {

	/**
	 * The form of a linked account.
	 * @param account the account
	 * @return what to write as JSON
	 */
	Object account(LinkedAccount account);

	/**
	 * The form of an item.
	 * @param item the item
	 * @return what to write as JSON
	 */
	Object item(Item item);

}
