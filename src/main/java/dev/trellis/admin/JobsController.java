package dev.trellis.admin;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.Fact;
import dev.trellis.job.JobOverview;
import dev.trellis.job.JobOverview.Job;
import dev.trellis.job.Jobs;
import dev.trellis.linking.LinkOverview;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What runs in the background, what is late and what failed.
 */
@Controller
@RequestMapping("/admin/jobs")
class JobsController {

	private static final int MOST = 50;

	private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private static final Pattern PRINTABLE = Pattern.compile("[\\w-]{1,100}");

	private final JobOverview overview;

	private final Jobs jobs;

	private final LinkOverview links;

	private final Audit audit;

	private final Clock clock;

	JobsController(JobOverview overview, Jobs jobs, LinkOverview links, Audit audit, Clock clock) {
		this.overview = overview;
		this.jobs = jobs;
		this.links = links;
		this.audit = audit;
		this.clock = clock;
	}

	@GetMapping
	String show(Model model) {
		List<Job> failing = this.overview.failing(MOST);
		List<Job> late = this.overview.late(MOST);
		List<Job> running = this.overview.running(MOST);
		Set<UUID> accounts = this.links.existing(Stream.of(failing, late, running)
			.flatMap(Collection::stream)
			.map((job) -> id(job.subject()))
			.filter(Objects::nonNull)
			.toList());
		model.addAttribute("counts", this.overview.counts());
		model.addAttribute("lists", List.of(new Listed("failing", rows(failing, accounts)),
				new Listed("late", rows(late, accounts)), new Listed("running", rows(running, accounts))));
		return "admin/jobs";
	}

	@PostMapping("/run")
	String run(@RequestParam String task, @RequestParam String subject, RedirectAttributes flash) {
		boolean known = PRINTABLE.matcher(task).matches() && PRINTABLE.matcher(subject).matches();
		if (known && this.jobs.runNow(task, subject, this.clock.instant())) {
			this.audit.record(Fact.of(Act.JOB_RUN).with(task + " " + subject));
			flash.addFlashAttribute("notice", "admin.job.requested");
		}
		else {
			flash.addFlashAttribute("alert", "admin.job.gone");
		}
		return "redirect:/admin/jobs";
	}

	private static List<Row> rows(List<Job> jobs, Set<UUID> accounts) {
		return jobs.stream().map((job) -> {
			UUID id = id(job.subject());
			return new Row(job, (id != null && accounts.contains(id)) ? id : null);
		}).toList();
	}

	private static @Nullable UUID id(String subject) {
		return ID.matcher(subject).matches() ? UUID.fromString(subject) : null;
	}

	/**
	 * Some of the jobs.
	 *
	 * @param key the end of the key of their words
	 * @param rows the jobs
	 */
	record Listed(String key, List<Row> rows) {
	}

	/**
	 * One job.
	 *
	 * @param job the job
	 * @param account the linked account it is done for; null for none
	 */
	record Row(Job job, @Nullable UUID account) {
	}

}
