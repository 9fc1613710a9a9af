package dev.trellis.sync;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How linked accounts are fetched.
 *
 * @param pageLimit how many pages of one kind are fetched at once at most
 */
@ConfigurationProperties("trellis.sync")
record SyncProperties(@DefaultValue("100") int pageLimit) {
}
