package dev.trellis.account.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.trellis.job.Jobs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.mail.MailException;
import org.springframework.mail.MailPreparationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps letters until they are sent: put there within the transaction that gives the
 * reason, sent by a job that tries again while the mail server cannot be reached. A
 * letter is sent at least once.
 */
@Component
public class Outbox {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("send-letter");

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	private static final int MOST_ATTEMPTS = 12;

	private static final Duration FIRST_RETRY = Duration.ofSeconds(30);

	private static final Duration LAST_RETRY = Duration.ofHours(1);

	private final JdbcClient jdbc;

	private final Post post;

	private final ObjectProvider<LetterWriter> writers;

	private final Jobs jobs;

	private final TransactionTemplate transaction;

	private final Clock clock;

	Outbox(JdbcClient jdbc, Post post, ObjectProvider<LetterWriter> writers, Jobs jobs, TransactionTemplate transaction,
			Clock clock) {
		this.jdbc = jdbc;
		this.post = post;
		this.writers = writers;
		this.jobs = jobs;
		this.transaction = transaction;
		this.clock = clock;
	}

	/**
	 * Has a letter sent soon, if letters get anywhere.
	 * @param kind the kind of a {@link LetterWriter}
	 * @param address where it goes, at most 254 characters
	 * @param subject what it is about; null if nothing but the address
	 */
	@Transactional
	public void put(String kind, String address, @Nullable UUID subject) {
		if (!this.post.open()) {
			return;
		}
		UUID id = UUID.randomUUID();
		Instant now = this.clock.instant();
		this.jdbc.sql("""
				insert into outbox_letter (id, kind, address, subject_id, attempts, created_at)
				values (:id, :kind, :address, :subject, 0, :now)""")
			.param("id", id)
			.param("kind", kind)
			.param("address", address)
			.param("subject", subject)
			.param("now", now.atOffset(ZoneOffset.UTC))
			.update();
		this.jobs.schedule(TASK, id, now);
	}

	/**
	 * Takes letters back that were not sent yet.
	 * @param kind their kind
	 * @param subject what they are about
	 */
	@Transactional
	public void drop(String kind, UUID subject) {
		drop(this.jdbc.sql("select id from outbox_letter where kind = :kind and subject_id = :subject")
			.param("kind", kind)
			.param("subject", subject));
	}

	/**
	 * Forgets the letters that wait for somebody who leaves.
	 * @param address where they would go; null for nobody's
	 * @param subject whom they would be about
	 */
	@Transactional
	public void forget(@Nullable String address, UUID subject) {
		drop(this.jdbc.sql("select id from outbox_letter where address = :address or subject_id = :subject")
			.param("address", address)
			.param("subject", subject));
	}

	private void drop(StatementSpec letters) {
		letters.query(UUID.class).list().forEach((id) -> {
			this.jobs.cancel(TASK, id);
			delete(id);
		});
	}

	CompletionHandler<Void> send(UUID id) {
		Waiting waiting = find(id).orElse(null);
		if (waiting == null) {
			return new CompletionHandler.OnCompleteRemove<>();
		}
		try {
			write(id, waiting).ifPresent((letter) -> this.post.send(waiting.kind(), waiting.address(), letter));
		}
		catch (MailException ex) {
			return failed(id, waiting, ex);
		}
		delete(id);
		return new CompletionHandler.OnCompleteRemove<>();
	}

	// Whoever takes a letter back waits for its link, to take that back as well.
	private Optional<Letter> write(UUID id, Waiting waiting) {
		LetterWriter writer = writer(waiting.kind());
		return this.transaction
			.execute((status) -> hold(id) ? writer.write(waiting.address(), waiting.subject()) : Optional.empty());
	}

	private boolean hold(UUID id) {
		return this.jdbc.sql("select id from outbox_letter where id = :id for update")
			.param("id", id)
			.query(UUID.class)
			.optional()
			.isPresent();
	}

	// A newer node may write what this one does not know.
	private LetterWriter writer(String kind) {
		Map<String, LetterWriter> byKind = this.writers.stream()
			.collect(Collectors.toMap(LetterWriter::kind, Function.identity()));
		return Optional.ofNullable(byKind.get(kind))
			.orElseThrow(() -> new MailPreparationException("Nobody here writes letters of this kind"));
	}

	private CompletionHandler<Void> failed(UUID id, Waiting waiting, MailException failure) {
		if (waiting.attempts() + 1 >= MOST_ATTEMPTS) {
			logger.error("A letter of the kind {} was given up", waiting.kind(), failure);
			delete(id);
			return new CompletionHandler.OnCompleteRemove<>();
		}
		logger.warn("A letter of the kind {} was not sent, and is tried again: {}", waiting.kind(),
				failure.getMessage());
		this.jdbc.sql("update outbox_letter set attempts = attempts + 1 where id = :id").param("id", id).update();
		Duration wait = FIRST_RETRY.multipliedBy(1L << waiting.attempts());
		Instant next = this.clock.instant().plus((wait.compareTo(LAST_RETRY) < 0) ? wait : LAST_RETRY);
		return (complete, operations) -> operations.reschedule(complete, next);
	}

	private Optional<Waiting> find(UUID id) {
		return this.jdbc.sql("select kind, address, subject_id, attempts from outbox_letter where id = :id")
			.param("id", id)
			.query((row, number) -> new Waiting(row.getString("kind"), row.getString("address"),
					row.getObject("subject_id", UUID.class), row.getInt("attempts")))
			.optional();
	}

	private void delete(UUID id) {
		this.jdbc.sql("delete from outbox_letter where id = :id").param("id", id).update();
	}

	/**
	 * A letter that waits.
	 *
	 * @param kind its kind
	 * @param address where it goes
	 * @param subject what it is about; null if nothing but the address
	 * @param attempts how often it was tried
	 */
	private record Waiting(String kind, String address, @Nullable UUID subject, int attempts) {
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		CustomTask<Void> sendLetterTask(Outbox outbox) {
			return Tasks.custom(TASK).execute((instance, context) -> outbox.send(UUID.fromString(instance.getId())));
		}

	}

}
