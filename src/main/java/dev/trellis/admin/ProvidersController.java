package dev.trellis.admin;

import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.trellis.admin.CallStatistics.Health;
import dev.trellis.admin.CallStatistics.Tally;
import dev.trellis.admin.DescribedProperties.Property;
import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.Fact;
import dev.trellis.linking.ProviderPauses;
import dev.trellis.origin.PublicOrigin;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderCheck;
import dev.trellis.provider.Providers;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The providers as they are set up, how they do, and what an administrator can do about
 * them.
 */
@Controller
@RequestMapping("/admin/providers")
class ProvidersController {

	private final Providers providers;

	private final ProviderPauses pauses;

	private final ProviderCheck check;

	private final CallStatistics statistics;

	private final PublicOrigin origin;

	private final Audit audit;

	private final TransactionTemplate transaction;

	ProvidersController(Providers providers, ProviderPauses pauses, ProviderCheck check, CallStatistics statistics,
			PublicOrigin origin, Audit audit, TransactionTemplate transaction) {
		this.providers = providers;
		this.pauses = pauses;
		this.check = check;
		this.statistics = statistics;
		this.origin = origin;
		this.audit = audit;
		this.transaction = transaction;
	}

	@GetMapping
	String show(HttpServletRequest request, Model model) {
		Map<String, List<Health>> health = this.statistics.lastHour()
			.stream()
			.collect(Collectors.groupingBy(Health::provider));
		Map<String, Instant> paused = this.pauses.all();
		model.addAttribute("cards",
				this.providers.all()
					.stream()
					.map((provider) -> card(provider, paused.get(provider.id()),
							health.getOrDefault(provider.id(), List.of()), request))
					.toList());
		return "admin/providers";
	}

	private Card card(Provider provider, @Nullable Instant pausedAt, List<Health> health, HttpServletRequest request) {
		return new Card(provider.id(), provider.name(), provider.mark(), pausedAt, provider.missingProperties(),
				redirectUris(provider, request), health.stream().map(HealthRow::of).toList(),
				DescribedProperties.of(provider));
	}

	// Signing in takes a provider that tells who somebody is.
	private List<String> redirectUris(Provider provider, HttpServletRequest request) {
		List<String> uris = new ArrayList<>();
		if (provider.authorization() != null) {
			uris.add(this.origin.linkCallback(request, provider.id()).toString());
			if (provider.identity().signIn()) {
				uris.add(this.origin.signInCallback(request, provider.id()).toString());
			}
		}
		return uris;
	}

	@GetMapping("/{id}/pause")
	String askToPause(@PathVariable String id, Model model) {
		Provider provider = require(id);
		model.addAttribute("id", provider.id());
		model.addAttribute("name", provider.name());
		model.addAttribute("mark", provider.mark());
		model.addAttribute("risk", this.pauses.risk(id));
		return "admin/pause";
	}

	@PostMapping("/{id}/pause")
	String pause(@PathVariable String id, RedirectAttributes flash) {
		Provider provider = require(id);
		change(this.pauses::pause, Fact.of(Act.PROVIDER_PAUSED).at(id), id);
		return back(provider, flash, "admin.provider.paused");
	}

	@PostMapping("/{id}/resume")
	String resume(@PathVariable String id, RedirectAttributes flash) {
		Provider provider = require(id);
		change(this.pauses::resume, Fact.of(Act.PROVIDER_RESUMED).at(id), id);
		return back(provider, flash, "admin.provider.resumed");
	}

	private void change(Predicate<String> change, Fact fact, String id) {
		this.transaction.executeWithoutResult((status) -> {
			if (change.test(id)) {
				this.audit.record(fact);
			}
		});
	}

	@PostMapping("/{id}/check")
	String check(@PathVariable String id, HttpServletRequest request, RedirectAttributes flash) {
		Provider provider = require(id);
		this.audit.record(Fact.of(Act.PROVIDER_CHECKED).at(id));
		URI redirectUri = this.origin.linkCallback(request, id);
		ArrayList<Found> found = this.check.check(provider, redirectUri)
			.stream()
			.map(Found::of)
			.collect(Collectors.toCollection(ArrayList::new));
		flash.addFlashAttribute("checked", id);
		flash.addFlashAttribute("found", found);
		return "redirect:/admin/providers#" + id;
	}

	private static String back(Provider provider, RedirectAttributes flash, String words) {
		flash.addFlashAttribute("notice", words);
		flash.addFlashAttribute("noticeArgument", provider.name());
		return "redirect:/admin/providers";
	}

	private Provider require(String id) {
		return this.providers.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	/**
	 * One provider.
	 *
	 * @param id its id
	 * @param name its name
	 * @param mark the name of its drawing
	 * @param pausedAt since when it is paused; null if it is not
	 * @param missing the properties that have to be set first
	 * @param redirectUris what to register there
	 * @param health how calls went in the last hour
	 * @param properties its description
	 */
	record Card(String id, String name, String mark, @Nullable Instant pausedAt, List<String> missing,
			List<String> redirectUris, List<HealthRow> health, List<Property> properties) {
	}

	/**
	 * How calls for one purpose went.
	 *
	 * @param purpose what they were for
	 * @param calls how many there were
	 * @param success how many of a hundred were answered
	 * @param refused how many were refused
	 * @param failed how many failed
	 * @param averageMillis how long one took on average
	 * @param slowestMillis how long the slowest took
	 */
	record HealthRow(String purpose, long calls, long success, long refused, long failed, long averageMillis,
			long slowestMillis) {

		static HealthRow of(Health health) {
			Tally tally = health.tally();
			return new HealthRow(health.purpose(), tally.calls(), 100 * tally.answered() / tally.calls(),
					tally.refused(), tally.failed(), tally.totalMillis() / tally.calls(), tally.slowestMillis());
		}

	}

	/**
	 * What a check found, as ends of message keys.
	 *
	 * @param part what was tried
	 * @param outcome what was found
	 * @param good whether that is well
	 */
	record Found(String part, String outcome, boolean good) implements Serializable {

		static Found of(ProviderCheck.Result result) {
			boolean good = result.outcome() == ProviderCheck.Outcome.GOOD;
			String part = key(result.part());
			return new Found(part, good ? "good." + part : key(result.outcome()), good);
		}

		private static String key(Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
