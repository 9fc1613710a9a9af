package dev.trellis.account.mail;

import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import dev.trellis.origin.PublicOrigin;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.core.env.Environment;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * Sends letters by the configured mail server. In development, without one, their links
 * are printed instead.
 */
@Component
public class Post {

	private final @Nullable JavaMailSender sender;

	private final MailProperties properties;

	private final PublicOrigin origin;

	private final MessageSource messages;

	private final TemplateEngine templates;

	private final Environment environment;

	Post(ObjectProvider<JavaMailSender> sender, MailProperties properties, PublicOrigin origin, MessageSource messages,
			TemplateEngine templates, Environment environment) {
		this.sender = sender.getIfAvailable();
		this.properties = properties;
		this.origin = origin;
		this.messages = messages;
		this.templates = templates;
		this.environment = environment;
		if (this.sender != null && origin.baseUrl() == null) {
			throw new IllegalStateException(
					"With spring.mail.host set, the property trellis.base-url is needed as well:"
							+ " links in mails are made from it, since a request's own origin can be forged");
		}
	}

	/**
	 * Whether letters reach people.
	 * @return whether there is a mail server
	 */
	public boolean delivers() {
		return this.sender != null;
	}

	/**
	 * Whether letters get anywhere: to people, or in development to the console.
	 * @return whether it makes sense to write any
	 */
	public boolean open() {
		return delivers() || this.properties.logLinks();
	}

	/**
	 * Sends a letter.
	 * @param kind its kind
	 * @param address where it goes
	 * @param letter what it says
	 * @throws org.springframework.mail.MailException if it cannot be sent now
	 */
	void send(String kind, String address, Letter letter) {
		String prefix = "mail." + kind;
		Object[] arguments = letter.arguments().toArray();
		Locale locale = letter.locale();
		String subject = text(locale, prefix + ".subject", arguments);
		List<String> paragraphs = text(locale, prefix + ".text", arguments).lines().toList();
		URI link = (letter.path() != null) ? link(letter.path()) : null;
		String label = (link != null) ? text(locale, prefix + ".link", arguments) : null;
		if (this.sender == null) {
			print(subject, link);
			return;
		}
		this.sender.send(message(this.sender, address, subject, plain(locale, paragraphs, label, link),
				html(locale, subject, paragraphs, label, link)));
	}

	// Past the log, which puts stars in the place of tokens.
	private static void print(String subject, @Nullable URI link) {
		System.out.println("No mail server is set up. The mail \"" + subject + "\" would lead to " + link);
	}

	private MimeMessage message(JavaMailSender sender, String address, String subject, String plain, String html) {
		MimeMessage message = sender.createMimeMessage();
		try {
			MimeMessageHelper helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
			helper.setFrom(from(), "Trellis");
			helper.setTo(address);
			helper.setSubject(subject);
			helper.setText(plain, html);
			message.setHeader("Auto-Submitted", "auto-generated");
		}
		catch (MessagingException | UnsupportedEncodingException ex) {
			throw new MailPreparationException("A letter could not be put into an envelope", ex);
		}
		return message;
	}

	private String from() {
		if (this.properties.mailFrom() != null) {
			return this.properties.mailFrom();
		}
		return "trellis@" + link("").getHost();
	}

	private URI link(String path) {
		URI base = this.origin.baseUrl();
		String start = (base != null) ? base.toString().replaceAll("/+$", "")
				: "http://localhost:" + this.environment.getProperty("local.server.port", "8080");
		return URI.create(start + path);
	}

	private String plain(Locale locale, List<String> paragraphs, @Nullable String label, @Nullable URI link) {
		StringBuilder text = new StringBuilder(String.join("\n\n", paragraphs));
		if (link != null) {
			text.append("\n\n").append(label).append(":\n").append(link);
		}
		return text.append("\n\n-- \n").append(text(locale, "mail.footer")).append('\n').toString();
	}

	private String html(Locale locale, String subject, List<String> paragraphs, @Nullable String label,
			@Nullable URI link) {
		Context context = new Context(locale);
		context.setVariable("subject", subject);
		context.setVariable("paragraphs", paragraphs);
		context.setVariable("label", label);
		context.setVariable("link", (link != null) ? link.toString() : null);
		context.setVariable("footer", text(locale, "mail.footer"));
		return this.templates.process("mail/letter", context);
	}

	private String text(Locale locale, String key, Object... arguments) {
		return this.messages.getMessage(key, arguments, locale);
	}

}
