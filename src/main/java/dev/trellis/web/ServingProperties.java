package dev.trellis.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are served.
 *
 * @param drain how long a node that is being stopped goes on serving after it said that
 * it is not ready any more, so that proxies turn to others first; shorter than
 * {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
@ConfigurationProperties("trellis.web")
record ServingProperties(@DefaultValue("0s") Duration drain) {
}
