package dev.trellis.live;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Synchronizer;
import org.jsoup.Jsoup;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A running node with members who have linked accounts, and treats that come in.
 *
 * @param node the node
 */
public record StreamNode(Node node) {

	public int port() {
		return this.node.context().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Somebody new, signed in.
	 * @return their requests
	 */
	public Requests member() {
		return new Requests(port()).signUp(UUID.randomUUID() + "@example.org");
	}

	/**
	 * Links a TreatStream account, without any call.
	 * @param owner whose it is
	 * @return its id
	 */
	public UUID link(Requests owner) {
		UUID account = UUID.randomUUID();
		this.node.bean(JdbcClient.class)
			.sql("""
					insert into linked_account (id, owner_id, provider, scopes, state, attempts, linked_at,
					       state_changed_at, data_kept, version)
					values (:id, :owner, 'treatstream', '', 'ACTIVE', 0, current_timestamp, current_timestamp, false, 0)""")
			.param("id", account)
			.param("owner", ownerId(owner))
			.update();
		return account;
	}

	private UUID ownerId(Requests owner) {
		String page = owner.get("/").body();
		return this.node.bean(JdbcClient.class)
			.sql("select id from app_user where email = :email")
			.param("email", Jsoup.parse(page).select(".who-name").attr("title"))
			.query(UUID.class)
			.single();
	}

	/**
	 * Makes an overlay, or a new address for it.
	 * @param owner whose account it is
	 * @param settings the path of its settings
	 * @return its path
	 */
	public String overlay(Requests owner, String settings) {
		owner.post(settings, "_csrf", owner.csrf(settings));
		String address = Jsoup.parse(owner.get(settings).body()).select("#overlay-address").val();
		return address.substring(address.indexOf("/overlay/"));
	}

	/**
	 * Has treats come in.
	 * @param account the account that gets them
	 * @param titles their titles, in the order in which they come
	 */
	public void receive(UUID account, String... titles) {
		Instant now = this.node.clock().instant();
		List<Finding> treats = Arrays.stream(titles)
			.map((title) -> Finding.of(ItemKind.TREAT, UUID.randomUUID().toString())
				.title(title)
				.actor("Rowan")
				.body("Enjoy")
				.startsAt(now, null)
				.build())
			.toList();
		treats.forEach((treat) -> this.node.bean(Synchronizer.class).receive(account, List.of(treat)));
	}

	/**
	 * Opens a stream of events.
	 * @param requests who asks; null for nobody
	 * @param path its path
	 * @param lastEventId the last event that was seen; null if none was
	 * @return the open stream
	 */
	public EventReader open(Requests requests, String path, String lastEventId) {
		return EventReader.open(port(), path, (requests != null) ? requests.session() : null, lastEventId);
	}

}
