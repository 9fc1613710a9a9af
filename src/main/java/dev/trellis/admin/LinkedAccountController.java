package dev.trellis.admin;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.Fact;
import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.LinkOverview;
import dev.trellis.linking.LinkOverview.Entry;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.Linking;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import dev.trellis.sync.SyncProgress;
import dev.trellis.sync.Synchronizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * One linked account, whoever owns it, and what an administrator can do about it.
 */
@Controller("linkedAccountDesk")
@RequestMapping("/admin/linked-accounts/{id}")
class LinkedAccountController {

	private static final Logger logger = LoggerFactory.getLogger(LinkedAccountController.class);

	private final LinkOverview links;

	private final Linking linking;

	private final TokenKeeper tokens;

	private final Synchronizer synchronizer;

	private final Providers providers;

	private final LastError lastError;

	private final Audit audit;

	LinkedAccountController(LinkOverview links, Linking linking, TokenKeeper tokens, Synchronizer synchronizer,
			Providers providers, LastError lastError, Audit audit) {
		this.links = links;
		this.linking = linking;
		this.tokens = tokens;
		this.synchronizer = synchronizer;
		this.providers = providers;
		this.lastError = lastError;
		this.audit = audit;
	}

	@GetMapping
	String show(@PathVariable UUID id, Locale locale, Model model) {
		Entry entry = require(id);
		List<SyncProgress> progress = this.synchronizer.progress(id);
		addAccount(model, entry);
		model.addAttribute("status", this.tokens.status(id).orElse(null));
		model.addAttribute("syncedAt", SyncProgress.lastSuccess(progress));
		model.addAttribute("lastError", this.lastError.of(entry, progress, locale));
		return "admin/linked-account";
	}

	@PostMapping("/retry")
	String retry(@PathVariable UUID id, RedirectAttributes flash) {
		Entry entry = require(id);
		this.audit.record(Fact.of(Act.LINK_RETRIED).to(entry.ownerId()).on(id, entry.provider()));
		try {
			this.tokens.refresh(id);
			say(flash, "notice", "admin.account.retried", entry);
		}
		catch (ProviderException ex) {
			logger.warn("Link {}: {}", id, ex.getMessage());
			say(flash, "alert", "linking.failed." + LinkFailure.of(ex.reason()).code(), entry);
		}
		catch (LinkingException ex) {
			say(flash, "alert", (ex.reason() == LinkingException.Reason.NEEDS_RECONNECT) ? "admin.account.needs-owner"
					: "linking.failed." + LinkFailure.of(ex.reason()).code(), entry);
		}
		return "redirect:/admin/linked-accounts/" + id;
	}

	@PostMapping("/sync")
	String synchronize(@PathVariable UUID id, RedirectAttributes flash) {
		Entry entry = require(id);
		if (entry.state() != LinkState.ACTIVE && entry.state() != LinkState.RETRYING) {
			say(flash, "alert", "admin.account.needs-owner", entry);
			return "redirect:/admin/linked-accounts/" + id;
		}
		this.audit.record(Fact.of(Act.SYNC_REQUESTED).to(entry.ownerId()).on(id, entry.provider()));
		this.synchronizer.request(id);
		say(flash, "notice", "admin.account.sync-requested", entry);
		return "redirect:/admin/linked-accounts/" + id;
	}

	@GetMapping("/unlink")
	String askToUnlink(@PathVariable UUID id, Model model) {
		addAccount(model, require(id));
		return "admin/unlink";
	}

	@PostMapping("/unlink")
	String unlink(@PathVariable UUID id, RedirectAttributes flash) {
		Entry entry = require(id);
		try {
			if (entry.state() != LinkState.UNLINKED) {
				this.linking.disconnect(entry.ownerId(), id, false);
			}
			say(flash, "notice", "admin.account.unlinked", entry);
		}
		catch (LinkingException ex) {
			say(flash, "alert", (ex.reason() == LinkingException.Reason.LAST_SIGN_IN) ? "admin.account.last-sign-in"
					: "linking.failed." + LinkFailure.of(ex.reason()).code(), entry);
		}
		return "redirect:/admin/linked-accounts/" + id;
	}

	private void addAccount(Model model, Entry entry) {
		String providerName = this.providers.nameOf(entry.provider());
		model.addAttribute("account", entry);
		model.addAttribute("name", (entry.name() != null) ? entry.name() : providerName);
		model.addAttribute("providerName", providerName);
		model.addAttribute("mark", this.providers.markOf(entry.provider()));
		model.addAttribute("state", StateKey.of(entry.state()));
	}

	private void say(RedirectAttributes flash, String kind, String words, Entry entry) {
		flash.addFlashAttribute(kind, words);
		flash.addFlashAttribute(kind + "Argument", this.providers.nameOf(entry.provider()));
	}

	private Entry require(UUID id) {
		return this.links.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
