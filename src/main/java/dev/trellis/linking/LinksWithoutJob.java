package dev.trellis.linking;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds the links that lack a job which every working link should have: one that ends in
 * the very moment in which its account is linked again, or that an earlier version did
 * not know.
 */
@Component
public class LinksWithoutJob {

	private static final Logger logger = LoggerFactory.getLogger(LinksWithoutJob.class);

	private static final int BATCH = 500;

	private final JdbcClient jdbc;

	LinksWithoutJob(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Looks through all working links.
	 * @param task the job's task
	 * @param remedy what is done with a link that lacks it: takes the linked account's id
	 * and its provider's
	 */
	public void forEach(TaskDescriptor<Void> task, BiConsumer<UUID, String> remedy) {
		UUID last = new UUID(0, 0);
		for (List<Link> found = after(last, task); !found.isEmpty(); found = after(last, task)) {
			found.forEach((link) -> remedy.accept(link.id(), link.provider()));
			last = found.get(found.size() - 1).id();
			logger.debug("Looked after {} links without job {}", found.size(), task.getTaskName());
		}
	}

	private List<Link> after(UUID last, TaskDescriptor<Void> task) {
		return this.jdbc.sql("""
				select a.id, a.provider from linked_account a
				where a.state in ('ACTIVE', 'RETRYING') and a.id > :last
				  and not exists (select 1 from scheduled_tasks s
				                  where s.task_name = :task and s.task_instance = cast(a.id as varchar(100)))
				order by a.id fetch first :batch rows only""")
			.param("last", last)
			.param("task", task.getTaskName())
			.param("batch", BATCH)
			.query((row, number) -> new Link(row.getObject("id", UUID.class), row.getString("provider")))
			.list();
	}

	/**
	 * A link that was found.
	 *
	 * @param id the linked account's id
	 * @param provider its provider's id
	 */
	private record Link(UUID id, String provider) {
	}

}
