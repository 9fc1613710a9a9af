package dev.trellis.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.trellis.TrellisTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.test.context.TestPropertySource;

/**
 * Looks at the whole application with its live connections through a real browser, which
 * the test takes as a parameter.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("conformance")
@ExtendWith(Chromium.class)
@TrellisTest
@TestPropertySource(properties = { "trellis.live.enabled=true", "trellis.live.round=100ms" })
@interface BrowserTest {

}
