package dev.trellis.account;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * The first administrator, made at start when there is none.
 *
 * @param email the email address to sign in with
 * @param password the password to sign in with; without one it is generated and printed
 * once to the log
 */
@Validated
@ConfigurationProperties("trellis.admin")
record AdministratorProperties(@DefaultValue(DEFAULT_EMAIL) @Email @Size(max = 254) String email,
		@Size(max = 200) @Nullable String password) {

	private static final String DEFAULT_EMAIL = "admin@trellis.local";

	AdministratorProperties {
		email = (StringUtils.hasText(email)) ? email.strip() : DEFAULT_EMAIL;
		password = (StringUtils.hasText(password)) ? password : null;
	}

	@Override
	public String toString() {
		return "AdministratorProperties[email=" + this.email + ", password=***]";
	}

}
