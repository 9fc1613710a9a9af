package dev.trellis.account.web;

import java.util.Objects;

import jakarta.validation.constraints.Size;

/**
 * What a person fills in to have a new password.
 *
 * @param before the password so far; empty where it is not asked for
 * @param password the new one
 * @param token the token of the link that led here; empty without one
 */
record PasswordForm(String before, @Size(min = 10, max = 200, message = "{account.password.length}") String password,
		String token) {

	static final PasswordForm EMPTY = new PasswordForm("", "", "");

	PasswordForm {
		before = Objects.requireNonNullElse(before, "");
		password = Objects.requireNonNullElse(password, "");
		token = Objects.requireNonNullElse(token, "");
	}

	@Override
	public String toString() {
		return "PasswordForm[***]";
	}

}
