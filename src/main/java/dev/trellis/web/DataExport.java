package dev.trellis.web;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.trellis.account.OpenSession;
import dev.trellis.account.Passkeys;
import dev.trellis.account.Profiles;
import dev.trellis.account.Sessions;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.audit.PersonalAudit;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.live.web.Overlays;
import dev.trellis.sync.Item;
import dev.trellis.sync.ItemCursor;
import dev.trellis.sync.ItemPage;
import dev.trellis.sync.Items;
import dev.trellis.sync.Synchronizer;
import dev.trellis.webhook.Webhooks;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Writes down everything that is kept of a person, as JSON files in a zip: never a token,
 * a password, or the secret of a key, a webhook or an overlay, and never more than a
 * batch of items in memory.
 */
@Component
class DataExport {

	private static final int BATCH = 500;

	private final Profiles profiles;

	private final Sessions sessions;

	private final Passkeys passkeys;

	private final LinkedAccounts accounts;

	private final Synchronizer synchronizer;

	private final Items items;

	private final Webhooks webhooks;

	private final ApiKeys keys;

	private final Overlays overlays;

	private final PersonalAudit audit;

	private final JsonMapper json;

	DataExport(Profiles profiles, Sessions sessions, Passkeys passkeys, LinkedAccounts accounts,
			Synchronizer synchronizer, Items items, Webhooks webhooks, ApiKeys keys, Overlays overlays,
			PersonalAudit audit, JsonMapper json) {
		this.profiles = profiles;
		this.sessions = sessions;
		this.passkeys = passkeys;
		this.accounts = accounts;
		this.synchronizer = synchronizer;
		this.items = items;
		this.webhooks = webhooks;
		this.keys = keys;
		this.overlays = overlays;
		this.audit = audit;
		this.json = json.rebuild().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
	}

	/**
	 * Writes everything.
	 * @param userId the person
	 * @param out where to; stays open
	 * @throws IOException if it cannot be written
	 */
	void write(UUID userId, OutputStream out) throws IOException {
		ZipOutputStream zip = new ZipOutputStream(out);
		List<LinkedAccount> linked = this.accounts.findWithOrganizationsByOwnerIdOrderByLinkedAtAscIdAsc(userId);
		file(zip, "profile.json", this.profiles.find(userId).orElse(null));
		file(zip, "sessions.json", this.sessions.of(userId, null).stream().map(SessionEntry::of).toList());
		file(zip, "passkeys.json", this.passkeys.of(userId));
		file(zip, "keys.json", this.keys.of(userId));
		file(zip, "webhooks.json", this.webhooks.of(userId));
		file(zip, "linked-accounts.json", linked.stream().map(this::account).toList());
		file(zip, "sync-progress.json", this.synchronizer.progress(linked.stream().map(LinkedAccount::id).toList()));
		for (LinkedAccount account : linked) {
			list(zip, "items/" + account.provider() + "-" + account.id() + ".json",
					(array) -> items(account.id(), array));
		}
		list(zip, "audit.json", (array) -> this.audit.forEach(userId, array::write));
		zip.finish();
	}

	private void file(ZipOutputStream zip, String name, @Nullable Object content) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		this.json.writerWithDefaultPrettyPrinter().writeValue(zip, content);
		zip.closeEntry();
	}

	private void list(ZipOutputStream zip, String name, Consumer<SequenceWriter> content) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		try (SequenceWriter array = this.json.writer().writeValuesAsArray(zip)) {
			content.accept(array);
		}
		zip.closeEntry();
	}

	private void items(UUID accountId, SequenceWriter array) {
		ItemCursor next = null;
		do {
			ItemPage page = this.items.ofAccount(accountId, null, next, BATCH);
			page.items().forEach((item) -> array.write(item(item)));
			next = page.older();
		}
		while (next != null);
	}

	private Map<String, @Nullable Object> account(LinkedAccount account) {
		Map<String, @Nullable Object> facts = new LinkedHashMap<>();
		facts.put("id", account.id());
		facts.put("provider", account.provider());
		facts.put("subject", account.subject());
		facts.put("name", account.displayName());
		facts.put("label", account.label());
		facts.put("picture", account.picture());
		facts.put("hint", account.hint());
		facts.put("email", account.email());
		facts.put("scopes", account.scopes());
		facts.put("organizations", account.organizations());
		facts.put("state", account.state());
		facts.put("reason", account.reason());
		facts.put("linkedAt", account.linkedAt());
		facts.put("stateChangedAt", account.stateChangedAt());
		facts.put("overlayMadeAt", this.overlays.madeAt(account.id()).orElse(null));
		return facts;
	}

	private static Map<String, @Nullable Object> item(Item item) {
		Map<String, @Nullable Object> facts = new LinkedHashMap<>();
		facts.put("kind", item.kind());
		facts.put("externalId", item.externalId());
		facts.put("parent", item.parent());
		facts.put("title", item.title());
		facts.put("actor", item.actor());
		facts.put("body", item.body());
		facts.put("category", item.category());
		facts.put("organization", item.organization());
		facts.put("status", item.status());
		facts.put("quantity", item.quantity());
		facts.put("reading", item.reading());
		facts.put("unit", item.unit());
		facts.put("startsAt", item.startsAt());
		facts.put("startsText", item.startsText());
		facts.put("endsAt", item.endsAt());
		facts.put("latitude", item.latitude());
		facts.put("longitude", item.longitude());
		facts.put("accuracy", item.accuracy());
		facts.put("picture", item.picture());
		facts.put("page", item.page());
		facts.put("fetchedAt", item.fetchedAt());
		facts.values().removeIf((fact) -> fact == null);
		return facts;
	}

	/**
	 * A session as it is written down.
	 *
	 * @param browser what the browser said it was
	 * @param address the network address
	 * @param signedInAt since when
	 * @param lastUsedAt when it was last used
	 */
	private record SessionEntry(String browser, String address, Instant signedInAt, Instant lastUsedAt) {

		static SessionEntry of(OpenSession session) {
			return new SessionEntry(session.browser(), session.address(), session.signedInAt(), session.lastUsedAt());
		}

	}

}
