package dev.trellis.live.stream;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.sync.Item;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one kind of page are told. There is one object for all streams of
 * that kind, so that an item is put into words once for all of them.
 */
public interface Audience {

	/**
	 * Puts a new item into words.
	 * @param item the item
	 * @param account the linked account that holds it
	 * @return the event; null if the item cannot be shown by itself
	 */
	@Nullable StreamEvent arrived(Item item, LinkedAccount account);

	/**
	 * Whether an event {@code account} is sent when something else about an account
	 * changed, or when new items were not sent one by one.
	 * @return whether it is
	 */
	boolean hearsOfChanges();

}
