package dev.trellis.linking;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.trellis.Node;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderClient.AuthorizationRequest;
import dev.trellis.provider.Providers;
import dev.trellis.provider.Tokens;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.vault.Secret;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.awaitility.Awaitility;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Links accounts of the sandbox's people on a node, as they would themselves, and shows
 * what became of them.
 */
public final class Desk {

	/**
	 * Compares stored tokens by all they hold, the refresh token opened.
	 */
	static final RecursiveComparisonConfiguration OPENED = RecursiveComparisonConfiguration.builder()
		.withEqualsForFields((Supplier<?> one, Supplier<?> other) -> one.get().equals(other.get()),
				"sealedRefreshToken")
		.build();

	private final Node node;

	private final List<LinkBroken> breaks = new CopyOnWriteArrayList<>();

	/**
	 * Opens a desk.
	 * @param node where accounts are linked
	 */
	public Desk(Node node) {
		this.node = node;
		ApplicationListener<PayloadApplicationEvent<LinkBroken>> listener = ApplicationListener
			.forPayload(this.breaks::add);
		node.context().addApplicationListener(listener);
	}

	/**
	 * The levers of the providers.
	 * @return the control
	 */
	public SandboxControl sandbox() {
		return RunningSandbox.get().control();
	}

	/**
	 * Somebody new who can own links.
	 */
	UUID owner() {
		UUID id = UUID.randomUUID();
		jdbc().sql("""
				insert into app_user (id, email, display_name, password_hash, role, created_at)
				values (?, ?, 'Somebody', '{noop}none', 'MEMBER', current_timestamp)""")
			.params(id, id + "@example.org")
			.update();
		return id;
	}

	/**
	 * Links an account for somebody new.
	 * @param provider where
	 * @param login whose account there
	 * @return the linked account
	 */
	public LinkedAccount link(SandboxProvider provider, String login) {
		return link(owner(), provider, login, LinkWish.NONE);
	}

	LinkedAccount link(UUID owner, SandboxProvider provider, String login, LinkWish wish) {
		if (provider == SandboxProvider.TREESNAP) {
			return bean(DirectLinking.class).linkPersonalToken(owner, provider(provider),
					sandbox().personalToken(login), wish);
		}
		return bean(Linking.class).link(owner, provider(provider), agree(provider, login), wish);
	}

	/**
	 * Links an account once more, as its owner would after it was lost.
	 * @param account the account
	 * @param provider where
	 * @param login whose account there
	 */
	public void linkAgain(LinkedAccount account, SandboxProvider provider, String login) {
		link(account.ownerId(), provider, login, new LinkWish(account.id(), null, null));
	}

	/**
	 * Has an account's organizations found, as its owner would.
	 * @param id the linked account
	 * @param email the owner's address at the provider
	 */
	public void findOrganizations(UUID id, String email) {
		bean(Linking.class).findOrganizations(account(id).ownerId(), id, email);
	}

	/**
	 * The tokens that come of agreeing at the provider.
	 */
	Tokens agree(SandboxProvider provider, String login) {
		ProviderClient client = bean(ProviderClient.class);
		URI redirectUri = URI.create("http://localhost:8080/link/" + provider.id() + "/callback");
		URI authorization = client.authorizationUri(provider(provider),
				new AuthorizationRequest(redirectUri, UUID.randomUUID().toString(), null, null));
		URI callback = RunningSandbox.get().visitor().agree(authorization, login);
		String code = UriComponentsBuilder.fromUri(callback).build().getQueryParams().getFirst("code");
		return client.exchange(provider(provider), Secret.of(Objects.requireNonNull(code)), redirectUri, null);
	}

	/**
	 * Puts an account with tokens of our own making where it would be after linking.
	 */
	UUID plant(String provider, Tokens tokens) {
		LinkedAccount account = bean(SystemLinkedAccounts.class)
			.saveAndFlush(new LinkedAccount(owner(), provider, now()));
		bean(TokenStore.class).put(account.id(), tokens, now());
		return account.id();
	}

	Provider provider(SandboxProvider provider) {
		return bean(Providers.class).find(provider.id()).orElseThrow();
	}

	LinkedAccount account(UUID id) {
		return bean(SystemLinkedAccounts.class).findById(id).orElseThrow();
	}

	/**
	 * The state of an account.
	 * @param id the linked account
	 * @return its state
	 */
	public LinkState state(UUID id) {
		return account(id).state();
	}

	StoredTokens tokens(UUID id) {
		return bean(TokenStore.class).find(id).orElseThrow();
	}

	List<LinkBroken> breaks() {
		return this.breaks;
	}

	TokenKeeper keeper() {
		return bean(TokenKeeper.class);
	}

	Instant now() {
		return this.node.clock().instant();
	}

	/**
	 * The node's database.
	 * @return the database
	 */
	public JdbcClient jdbc() {
		return bean(JdbcClient.class);
	}

	<T> T bean(Class<T> type) {
		return this.node.bean(type);
	}

	Map<String, Object> row(UUID id) {
		return jdbc().sql("select * from stored_tokens where linked_account_id = ?").param(id).query().singleRow();
	}

	/**
	 * Makes the node's jobs that are due run now.
	 */
	void runDueJobs() {
		bean(Scheduler.class).triggerCheckForDueExecutions();
	}

	/**
	 * Waits until no job runs.
	 */
	void awaitJobs() {
		Awaitility.await().until(() -> bean(Scheduler.class).getCurrentlyExecuting().isEmpty());
	}

	/**
	 * Leaves nothing behind that a later test or job could stumble over.
	 */
	public void clear() {
		sandbox().clearFaults();
		awaitJobs();
		for (String table : List.of("stored_tokens", "revocation", "linked_organization", "linked_account",
				"rate_limit")) {
			jdbc().sql("delete from " + table).update();
		}
		jdbc().sql("delete from scheduled_tasks where task_name in ('keep-alive', 'revoke', 'sync', 'sync-again')")
			.update();
	}

}
