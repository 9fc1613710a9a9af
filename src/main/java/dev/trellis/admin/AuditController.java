package dev.trellis.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.AuditEntry;
import dev.trellis.audit.AuditQuery;
import dev.trellis.audit.AuditTrail;
import dev.trellis.audit.Fact;
import dev.trellis.export.DefusedCsv;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Page;
import dev.trellis.provider.Providers;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What happened, to read and to take away.
 */
@Controller
@RequestMapping("/admin/audit")
class AuditController {

	private static final int PAGE_SIZE = 50;

	private static final String UNKNOWN = "unknown";

	private static final List<String> COLUMNS = List.of("at", "actor", "act", "person", "linked account", "provider",
			"detail", "address", "agent");

	private final AuditTrail trail;

	private final Audit audit;

	private final Providers providers;

	AuditController(AuditTrail trail, Audit audit, Providers providers) {
		this.trail = trail;
		this.audit = audit;
		this.providers = providers;
	}

	@GetMapping
	String show(Filter filter, @RequestParam(required = false) @Nullable String page, Model model) {
		Page<AuditEntry> found = this.trail.page(filter.query(), Cursor.parse(page).orElse(null), PAGE_SIZE);
		model.addAttribute("rows", found.rows().stream().map(this::row).toList());
		model.addAttribute("filter", filter);
		model.addAttribute("acts", Act.values());
		model.addAttribute("ways", Ways.of(found, "/admin/audit", filter.parameters()));
		model.addAttribute("export", Ways.address("/admin/audit/export", null, filter.parameters()));
		return "admin/audit";
	}

	@GetMapping("/export")
	void export(Filter filter, HttpServletResponse response) throws IOException {
		this.audit.record(Fact.of(Act.AUDIT_EXPORTED));
		response.setContentType("text/csv;charset=UTF-8");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename("audit.csv", StandardCharsets.UTF_8).build().toString());
		DefusedCsv csv = new DefusedCsv(response.getOutputStream());
		csv.write(COLUMNS);
		this.trail.forEach(filter.query(), (entry) -> csv.write(cells(entry)));
		csv.flush();
	}

	private static List<@Nullable Object> cells(AuditEntry entry) {
		return Arrays.asList(entry.at(), entry.actor(), entry.act(), entry.person(), entry.linkedAccountId(),
				entry.provider(), entry.detail(), entry.address(), entry.agent());
	}

	private Row row(AuditEntry entry) {
		return new Row(entry.at(), Act.ofKey(entry.act()).map(Act::key).orElse(UNKNOWN), entry.actor(), entry.person(),
				entry.linkedAccountId(), (entry.provider() != null) ? this.providers.nameOf(entry.provider()) : null,
				entry.detail(), entry.address(), entry.agent());
	}

	/**
	 * What is filtered, as it stands in the address.
	 *
	 * @param who part of a person's address or name
	 * @param act the key of what happened
	 * @param account the linked account it happened to
	 * @param from the first day, UTC
	 * @param to the last day, UTC
	 */
	record Filter(@Nullable String who, @Nullable String act, @Nullable String account, @Nullable String from,
			@Nullable String to) {

		AuditQuery query() {
			LocalDate last = day(this.to);
			return new AuditQuery(this.who, Act.ofKey(this.act).orElse(null), uuid(this.account), start(day(this.from)),
					(last != null) ? start(last.plusDays(1)) : null);
		}

		@Nullable String[] parameters() {
			return new @Nullable String[] { "who", this.who, "act", this.act, "account", this.account, "from",
					this.from, "to", this.to };
		}

		private static @Nullable UUID uuid(@Nullable String text) {
			try {
				return (text != null && !text.isBlank()) ? UUID.fromString(text) : null;
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

		private static @Nullable LocalDate day(@Nullable String text) {
			try {
				return (text != null && text.matches("\\d{4}-\\d{2}-\\d{2}")) ? LocalDate.parse(text) : null;
			}
			catch (DateTimeParseException ex) {
				return null;
			}
		}

		private static @Nullable Instant start(@Nullable LocalDate day) {
			return (day != null) ? day.atStartOfDay().toInstant(ZoneOffset.UTC) : null;
		}

	}

	/**
	 * One entry.
	 *
	 * @param at when
	 * @param act the end of the key of its words
	 * @param actor the address of who did it
	 * @param person the address of whom it was done to
	 * @param linkedAccountId the linked account it was done to
	 * @param providerName the provider it was done at
	 * @param detail a few words more
	 * @param address where from
	 * @param agent by which browser
	 */
	record Row(Instant at, String act, @Nullable String actor, @Nullable String person, @Nullable UUID linkedAccountId,
			@Nullable String providerName, @Nullable String detail, @Nullable String address, @Nullable String agent) {
	}

}
