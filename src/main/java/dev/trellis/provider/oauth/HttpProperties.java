package dev.trellis.provider.oauth;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bounds of every call to a provider.
 *
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long a whole answer may take
 * @param maxAnswerSize the largest answer that is read
 * @param maxApiAnswerSize the largest answer of a resource API that is read
 * @param userAgent what calls say that they come from
 * @param patience how long a call waits for its turn where a provider limits calls;
 * beyond that it fails and is made later
 * @param insecure whether descriptions may lead to other machines without TLS; for
 * development only
 */
@ConfigurationProperties("trellis.http")
record HttpProperties(@DefaultValue("5s") Duration connectTimeout, @DefaultValue("15s") Duration readTimeout,
		@DefaultValue("1MB") DataSize maxAnswerSize, @DefaultValue("8MB") DataSize maxApiAnswerSize,
		@DefaultValue("Trellis/1") String userAgent, @DefaultValue("2s") Duration patience,
		@DefaultValue("false") boolean insecure) {
}
