package dev.trellis.linking;

import java.time.Duration;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.provider.ProviderException;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.SandboxProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Linking, linking again and unlinking.
 */
@EachDatabase
class LinkingTests {

	private final Desk desk;

	LinkingTests(Database database) {
		this.desk = new Desk(Node.on(database));
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	/**
	 * A second account of a provider overwrites the first.
	 */
	@Test
	void keepsTwoAccountsOfOneProviderApart() {
		UUID owner = this.desk.owner();
		LinkedAccount one = this.desk.link(owner, SandboxProvider.CHASTER, "amberfinch", LinkWish.NONE);
		LinkedAccount other = this.desk.link(owner, SandboxProvider.CHASTER, "slatepine", LinkWish.NONE);
		this.desk.sandbox().advance(Duration.ofMinutes(6));

		this.desk.keeper().accessToken(one.id());
		this.desk.keeper().accessToken(other.id());

		assertThat(one.id()).isNotEqualTo(other.id());
		assertThat(this.desk.tokens(one.id()).accessToken().reveal())
			.isEqualTo(this.desk.sandbox().accessToken(SandboxProvider.CHASTER, "amberfinch"));
		assertThat(this.desk.tokens(other.id()).accessToken().reveal())
			.isEqualTo(this.desk.sandbox().accessToken(SandboxProvider.CHASTER, "slatepine"));
	}

	@ParameterizedTest
	@EnumSource(value = SandboxProvider.class, names = { "CHASTER", "LIKECOIN", "TREESNAP" })
	void linksAKnownAccountAgainUnderItsOldId(SandboxProvider provider) {
		UUID owner = this.desk.owner();
		String login = login(provider);
		UUID id = this.desk.link(owner, provider, login, LinkWish.NONE).id();
		this.desk.bean(LinkStates.class).breakOff(this.desk.tokens(id), BreakReason.REVOKED);

		LinkedAccount again = this.desk.link(owner, provider, login, LinkWish.NONE);

		assertThat(again.id()).isEqualTo(id);
		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
		assertThat(this.desk.account(id).reason()).isNull();
	}

	@Test
	void linksAnAccountAgainThatNobodyCanTellApart() {
		UUID owner = this.desk.owner();
		UUID id = this.desk.link(owner, SandboxProvider.TREATSTREAM, "riverfox", LinkWish.NONE).id();

		LinkedAccount again = this.desk.link(owner, SandboxProvider.TREATSTREAM, "riverfox",
				new LinkWish(id, null, null));

		assertThat(again.id()).isEqualTo(id);
		assertThat(this.desk.link(owner, SandboxProvider.TREATSTREAM, "riverfox", LinkWish.NONE).id()).isNotEqualTo(id);
	}

	/**
	 * An external account is merged silently into somebody else's.
	 */
	@Test
	void refusesAnAccountThatSomebodyElseLinked() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		StoredTokens before = this.desk.tokens(id);

		assertThatExceptionOfType(LinkingException.class)
			.isThrownBy(() -> this.desk.link(SandboxProvider.CHASTER, "amberfinch"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LinkingException.Reason.LINKED_ELSEWHERE));

		assertThat(this.desk.tokens(id)).usingRecursiveComparison(Desk.OPENED).isEqualTo(before);
	}

	@Test
	void refusesToLinkAnotherAccountUnderAnOldId() {
		UUID owner = this.desk.owner();
		UUID id = this.desk.link(owner, SandboxProvider.CHASTER, "amberfinch", LinkWish.NONE).id();
		StoredTokens before = this.desk.tokens(id);

		assertThatExceptionOfType(LinkingException.class)
			.isThrownBy(() -> this.desk.link(owner, SandboxProvider.CHASTER, "slatepine", new LinkWish(id, null, null)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LinkingException.Reason.OTHER_ACCOUNT));

		assertThat(this.desk.tokens(id)).usingRecursiveComparison(Desk.OPENED).isEqualTo(before);
	}

	@Test
	void refusesToLinkAgainForSomebodyElse() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();

		assertThatExceptionOfType(LinkingException.class)
			.isThrownBy(() -> this.desk.link(this.desk.owner(), SandboxProvider.CHASTER, "slatepine",
					new LinkWish(id, null, null)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LinkingException.Reason.NOT_LINKED));
	}

	@Test
	void leavesNothingHalfLinked() {
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.API, Fault.status(503));

		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> this.desk.link(SandboxProvider.CHASTER, "amberfinch"));

		assertThat(this.desk.jdbc().sql("select count(*) from linked_account").query(Long.class).single()).isZero();
		assertThat(this.desk.jdbc().sql("select count(*) from stored_tokens").query(Long.class).single()).isZero();
	}

	/**
	 * A grant that is narrower than what is wanted goes unnoticed.
	 */
	@Test
	void tellsWhichScopesAreMissing() {
		LinkedAccount account = this.desk.link(SandboxProvider.LIKECOIN, "inkwillow");
		assertThat(account.missingScopes(this.desk.provider(SandboxProvider.LIKECOIN))).isEmpty();

		this.desk.jdbc()
			.sql("update linked_account set scopes = 'profile read:like.info' where id = ?")
			.param(account.id())
			.update();

		assertThat(this.desk.account(account.id()).missingScopes(this.desk.provider(SandboxProvider.LIKECOIN)))
			.containsExactly("read:like.button");
		assertThat(this.desk.link(SandboxProvider.TREESNAP, "hazelbrook")
			.missingScopes(this.desk.provider(SandboxProvider.TREESNAP))).isEmpty();
	}

	@Test
	void freesTheExternalAccountWhenItIsUnlinked() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");

		this.desk.bean(Linking.class).disconnect(account.ownerId(), account.id(), false);

		assertThat(this.desk.state(account.id())).isEqualTo(LinkState.UNLINKED);
		assertThat(this.desk.link(SandboxProvider.CHASTER, "amberfinch").id()).isNotEqualTo(account.id());
		assertThatExceptionOfType(LinkingException.class)
			.isThrownBy(() -> this.desk.keeper().accessToken(account.id()));
	}

	private static String login(SandboxProvider provider) {
		return switch (provider) {
			case CHASTER -> "amberfinch";
			case LIKECOIN -> "inkwillow";
			default -> "hazelbrook";
		};
	}

}
