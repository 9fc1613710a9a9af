package dev.trellis.account.mail;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import dev.trellis.origin.PublicOrigin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.thymeleaf.TemplateEngine;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where letters go without a mail server.
 */
@ExtendWith(OutputCaptureExtension.class)
class PostTests {

	private static final Letter LETTER = new Letter(Locale.ENGLISH, List.of("Ada"), "/verify?token=made-up");

	@Test
	void printsLinksInDevelopment(CapturedOutput output) {
		Post post = post(null, true, URI.create("https://link.example.org/"));

		post.send("verify-email", "ada@example.org", LETTER);

		assertThat(post.open()).isTrue();
		assertThat(post.delivers()).isFalse();
		assertThat(output).contains("Is this your address?", "https://link.example.org/verify?token=made-up")
			.doesNotContain("ada@example.org");
	}

	@Test
	void leadsToThePortOfDevelopment(CapturedOutput output) {
		post(null, true, null).send("verify-email", "ada@example.org", LETTER);

		assertThat(output).contains("http://localhost:8085/verify?token=made-up");
	}

	@Test
	void isClosedEverywhereElse() {
		assertThat(post(null, false, null).open()).isFalse();
	}

	@Test
	void wantsToKnowThePublicOriginWithAMailServer() {
		assertThatIllegalStateException().isThrownBy(() -> post(new JavaMailSenderImpl(), false, null))
			.withMessageContaining("trellis.base-url");
	}

	private static Post post(@Nullable JavaMailSender sender, boolean logLinks, @Nullable URI baseUrl) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		if (sender != null) {
			beans.addBean("sender", sender);
		}
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return new Post(beans.getBeanProvider(JavaMailSender.class), new MailProperties(null, logLinks),
				new PublicOrigin(baseUrl), messages, new TemplateEngine(),
				new MockEnvironment().withProperty("local.server.port", "8085"));
	}

}
