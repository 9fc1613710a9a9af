package dev.trellis.admin;

import dev.trellis.linking.LinkState;

/**
 * A state as pages show it.
 *
 * @param id the state's name, for addresses
 * @param key the end of its message key and of its style class
 */
record StateKey(String id, String key) {

	static StateKey of(LinkState state) {
		return new StateKey(state.name(), switch (state) {
			case ACTIVE -> "connected";
			case RETRYING -> "retrying";
			case NEEDS_RECONNECT -> "needs-reconnecting";
			case UNLINKED -> "not-connected";
		});
	}

}
