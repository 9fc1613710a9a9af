package dev.trellis.account.web;

import java.util.Objects;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a person fills in to have another address.
 *
 * @param email the new address
 */
record EmailForm(@NotBlank @Email @Size(max = 254) String email) {

	EmailForm {
		email = Objects.requireNonNullElse(email, "").strip();
	}

}
