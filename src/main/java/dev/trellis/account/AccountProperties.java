package dev.trellis.account;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people sign up and in.
 *
 * @param signUp who may sign up
 * @param sessionIdle how long a session lasts that nobody uses
 * @param sessionLifetime how long a session lasts at most after signing in
 * @param attemptsPerAddress how often one network address may try the same (signing in,
 * signing up, pasting a token, asking for a new password) in ten minutes
 * @param attemptsPerAccount how often the same may be tried for one account in ten
 * minutes
 * @param unverifiedLifetime how long an account is kept whose address was never proved,
 * where mails reach people; at least a day, as long as the mail's link is good
 */
@Validated
@ConfigurationProperties("trellis.account")
record AccountProperties(@DefaultValue("open") SignUpMode signUp, @DefaultValue("12h") Duration sessionIdle,
		@DefaultValue("30d") Duration sessionLifetime, @DefaultValue("60") @Min(1) int attemptsPerAddress,
		@DefaultValue("20") @Min(1) int attemptsPerAccount, @DefaultValue("30d") Duration unverifiedLifetime) {

	/**
	 * Checks what no annotation can.
	 */
	AccountProperties {
		if (sessionIdle.toSeconds() < 1 || sessionLifetime.toSeconds() < 1) {
			throw new IllegalArgumentException(
					"The properties trellis.account.session-idle and .session-lifetime must be at least a second");
		}
		if (unverifiedLifetime.compareTo(Duration.ofDays(1)) < 0) {
			throw new IllegalArgumentException(
					"The property trellis.account.unverified-lifetime must be at least a day");
		}
	}

}
