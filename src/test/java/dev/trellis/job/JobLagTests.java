package dev.trellis.job;

import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long jobs have been waiting, on a node that takes none.
 */
@EachDatabase
class JobLagTests {

	private static final TaskDescriptor<Void> TASK = TaskDescriptor.of("made-up");

	private final Node node;

	JobLagTests(Database database) {
		this.node = Node.on(database);
	}

	@Test
	void isThatOfTheJobThatHasWaitedLongest() {
		Jobs jobs = this.node.bean(Jobs.class);
		UUID late = UUID.randomUUID();
		UUID later = UUID.randomUUID();
		jobs.schedule(TASK, late, this.node.clock().instant().minusSeconds(90));
		jobs.schedule(TASK, later, this.node.clock().instant().plusSeconds(90));

		Duration lag = this.node.bean(JobOverview.class).lags().get("made-up");
		jobs.cancel(TASK, late);

		assertThat(lag).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(100));
		assertThat(this.node.bean(JobOverview.class).lags()).doesNotContainKey("made-up");
		jobs.cancel(TASK, later);
	}

}
