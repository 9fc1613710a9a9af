package dev.trellis.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.sandbox.RunningSandbox;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What administrators see of the background.
 */
@TrellisTest
class JobsTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	private Administrator administrator;

	@BeforeEach
	void appoint() {
		this.administrator = new Administrator(this.port, this.database);
	}

	@AfterEach
	void leave() {
		this.database.sql("delete from scheduled_tasks where task_instance like 'stray%'").update();
		this.administrator.leave(this.database);
	}

	@Test
	void countsByTask() {
		Document page = this.administrator.open("/admin/jobs");

		assertThat(page.select("table").first().select("td[data-label=Task]").eachText()).contains("key-rotation",
				"keep-alive-sweep", "audit-retention");
	}

	@Test
	void runsAFailedJobAgain() {
		UUID id = link();
		failed("keep-alive", id.toString(), RunningSandbox.get().control().clock().instant().plus(Duration.ofDays(1)));
		Document page = this.administrator.open("/admin/jobs");
		assertThat(page.select("section[aria-labelledby=jobs-failing] tbody tr").text()).contains("keep-alive Account",
				"7 times in a row");
		assertThat(page.select("section[aria-labelledby=jobs-failing] tbody a").attr("href"))
			.isEqualTo("/admin/linked-accounts/" + id);

		Document after = this.administrator.press("/admin/jobs", "Run again");

		assertThat(after.select("[role=status]").text()).isEqualTo("The job runs in a moment.");
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.database.sql("""
					select count(*) from scheduled_tasks where task_name = 'keep-alive' and consecutive_failures > 0""")
				.query(Long.class)
				.single() == 0);
		assertThat(this.database.sql("select detail from audit_entry where act = 'JOB_RUN'").query(String.class).list())
			.contains("keep-alive " + id);
	}

	@Test
	void saysThatAJobIsGone() {
		Requests requests = this.administrator.requests();

		requests.post("/admin/jobs/run", "_csrf", requests.csrf("/admin/jobs"), "task", "keep-alive", "subject",
				"stray-1");
		Document page = this.administrator.open("/admin/jobs");

		assertThat(page.select("[role=alert]").text()).startsWith("This job runs already");
	}

	@Test
	void showsWhatIsLate() {
		failed("no-such-task", "stray-2",
				RunningSandbox.get().control().clock().instant().minus(Duration.ofMinutes(10)));

		assertThat(this.administrator.open("/admin/jobs").select("section[aria-labelledby=jobs-late]").text())
			.contains("no-such-task", "stray-2");
	}

	private void failed(String task, String subject, Instant due) {
		this.database.sql("delete from scheduled_tasks where task_name = ? and task_instance = ?")
			.params(task, subject)
			.update();
		this.database.sql("""
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, consecutive_failures,
				       last_failure, version) values (?, ?, ?, false, 7, ?, 1)""")
			.params(task, subject, due.atOffset(ZoneOffset.UTC), due.minusSeconds(60).atOffset(ZoneOffset.UTC))
			.update();
	}

	private UUID link() {
		Requests member = new Requests(this.port).signUp("ada@example.org");
		member.open(RunningSandbox.get().visitor().agree(member.start("chaster"), "amberfinch"));
		return this.database.sql("select id from linked_account").query(UUID.class).single();
	}

}
