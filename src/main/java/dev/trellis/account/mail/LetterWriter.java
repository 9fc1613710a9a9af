package dev.trellis.account.mail;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Writes the letters of a kind at the moment they are sent, so that whatever secret they
 * hold is stored nowhere.
 */
public interface LetterWriter {

	/**
	 * The kind of letters.
	 * @return at most 30 characters, as in the keys of messages
	 */
	String kind();

	/**
	 * Writes a letter. It may be asked for once more if sending fails.
	 * @param address where it goes
	 * @param subject what it is about; null if nothing but the address
	 * @return the letter; empty if it need not be sent any more
	 */
	Optional<Letter> write(String address, @Nullable UUID subject);

}
