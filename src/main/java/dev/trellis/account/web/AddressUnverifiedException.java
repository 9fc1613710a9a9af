package dev.trellis.account.web;

import org.springframework.security.authentication.AccountStatusException;

/**
 * Says that somebody gave the right password but never proved the address.
 */
class AddressUnverifiedException extends AccountStatusException {

	private static final long serialVersionUID = 1L;

	AddressUnverifiedException() {
		super("The address was never proved");
	}

}
