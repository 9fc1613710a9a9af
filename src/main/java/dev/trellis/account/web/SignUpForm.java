package dev.trellis.account.web;

import java.util.Objects;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a person fills in to sign up.
 *
 * @param email the email address
 * @param displayName the name to show
 * @param password the password
 * @param token the token of an invitation; empty without one
 */
record SignUpForm(
		@NotBlank(message = "{account.email.blank}") @Email(message = "{account.email.malformed}") @Size(max = 254,
				message = "{account.email.long}") String email,
		@NotBlank(message = "{account.display-name.blank}") @Size(max = 100,
				message = "{account.display-name.long}") String displayName,
		@Size(min = 10, max = 200, message = "{account.password.length}") String password, String token) {

	SignUpForm {
		email = Objects.requireNonNullElse(email, "").strip();
		displayName = Objects.requireNonNullElse(displayName, "").strip();
		password = Objects.requireNonNullElse(password, "");
		token = Objects.requireNonNullElse(token, "");
	}

	@Override
	public String toString() {
		return "SignUpForm[email=" + this.email + "]";
	}

}
