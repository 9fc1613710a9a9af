package dev.trellis.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import dev.trellis.sandbox.RunningSandbox;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A member of a running node, and a program of theirs.
 *
 * @param node the node
 * @param ownerId the member's id
 * @param browser the member's browser, signed in
 */
record Program(Node node, UUID ownerId, Requests browser) {

	static Program of(Node node) {
		String email = UUID.randomUUID() + "@example.org";
		Requests browser = new Requests(node.port()).signUp(email);
		UUID id = node.bean(JdbcClient.class)
			.sql("select id from app_user where email = ?")
			.param(email)
			.query(UUID.class)
			.single();
		return new Program(node, id, browser);
	}

	/**
	 * Calls with a new key. Every answer has to be one that is described.
	 * @param scopes what it is good for
	 * @return requests with the key
	 */
	Requests with(ApiScope... scopes) {
		return new Requests(this.node.port()).with("Authorization", "Bearer " + key(scopes))
			.readBy(DescribedAnswers.of(this.node.port())::check);
	}

	String key(ApiScope... scopes) {
		Set<ApiScope> all = EnumSet.noneOf(ApiScope.class);
		all.addAll(List.of(scopes));
		return this.node.bean(ApiKeys.class).make(this.ownerId, "My bot", all, null).orElseThrow().reveal();
	}

	/**
	 * Links an account in the browser.
	 * @param provider the provider's id
	 * @param person who agrees there
	 * @return the linked account
	 */
	UUID link(String provider, String person) {
		String page = this.browser.open(RunningSandbox.get().visitor().agree(this.browser.start(provider), person))
			.location();
		return UUID.fromString(page.replaceFirst(".*/linked-accounts/", "").replaceFirst("\\?.*", ""));
	}

}
