package dev.trellis.account.mail;

import jakarta.validation.constraints.Email;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How letters are sent.
 *
 * @param mailFrom the address that letters come from; null for trellis at the public
 * origin's host
 * @param logLinks whether, without a mail server, the links of letters are printed on the
 * console; for development only
 */
@Validated
@ConfigurationProperties("trellis.account")
record MailProperties(@Email @Nullable String mailFrom, @DefaultValue("false") boolean logLinks) {
}
