package dev.trellis.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.account.AccountException.Reason;
import dev.trellis.jdbc.Instants;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.stereotype.Component;

/**
 * The rows of passkeys, for Spring Security, which proves them, and for their owners.
 */
@Component
class PasskeyStore implements UserCredentialRepository {

	private static final String CREDENTIALS = """
			select user_id, credential_id, attestation_object, transports, signature_count, label, created_at
			from passkey where\s""";

	private static final int MOST_TRANSPORTS = 8;

	private final JdbcClient jdbc;

	private final Clock clock;

	PasskeyStore(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	List<Passkey> of(UUID userId) {
		return this.jdbc.sql(
				"select id, label, created_at, last_used_at from passkey where user_id = :user order by created_at, id")
			.param("user", userId)
			.query((row, number) -> passkey(row))
			.list();
	}

	int count(UUID userId) {
		return this.jdbc.sql("select count(*) from passkey where user_id = :user")
			.param("user", userId)
			.query(Integer.class)
			.single();
	}

	boolean remove(UUID userId, UUID id) {
		return this.jdbc.sql("delete from passkey where id = :id and user_id = :user")
			.param("id", id)
			.param("user", userId)
			.update() == 1;
	}

	/**
	 * Keeps a new passkey, or that a known one was used. Of a passkey that counts its
	 * signatures a count is taken once: an older one comes from a copy.
	 */
	@Override
	public void save(CredentialRecord credential) {
		if (findByCredentialId(credential.getCredentialId()) == null) {
			add(credential);
			return;
		}
		int used = this.jdbc.sql("""
				update passkey set signature_count = :count, last_used_at = :now
				where credential_id = :credential and (signature_count < :count or signature_count = 0)""")
			.param("count", credential.getSignatureCount())
			.param("now", now())
			.param("credential", credential.getCredentialId().getBytes())
			.update();
		if (used != 1) {
			throw new AccountException(Reason.PASSKEY_REFUSED);
		}
	}

	private void add(CredentialRecord credential) {
		Bytes attestation = credential.getAttestationObject();
		if (attestation == null) {
			throw new AccountException(Reason.PASSKEY_REFUSED);
		}
		this.jdbc.sql("""
				insert into passkey (id, user_id, credential_id, attestation_object, transports, signature_count, label,
				created_at) values (:id, :user, :credential, :attestation, :transports, :count, :label, :now)""")
			.param("id", UUID.randomUUID())
			.param("user", PasskeyOwners.userId(credential.getUserEntityUserId()).orElseThrow())
			.param("credential", credential.getCredentialId().getBytes())
			.param("attestation", attestation.getBytes())
			.param("transports", written(credential.getTransports()))
			.param("count", credential.getSignatureCount())
			.param("label", credential.getLabel())
			.param("now", now())
			.update();
	}

	@Override
	public @Nullable CredentialRecord findByCredentialId(Bytes credentialId) {
		return this.jdbc.sql(CREDENTIALS + "credential_id = :credential")
			.param("credential", credentialId.getBytes())
			.query((row, number) -> credential(row))
			.optional()
			.orElse(null);
	}

	@Override
	public List<CredentialRecord> findByUserId(Bytes userId) {
		return this.jdbc.sql(CREDENTIALS + "user_id = :user order by created_at, id")
			.param("user", PasskeyOwners.userId(userId).orElseThrow())
			.query((row, number) -> credential(row))
			.list();
	}

	@Override
	public void delete(Bytes credentialId) {
		this.jdbc.sql("delete from passkey where credential_id = :credential")
			.param("credential", credentialId.getBytes())
			.update();
	}

	private OffsetDateTime now() {
		return this.clock.instant().atOffset(ZoneOffset.UTC);
	}

	private static Passkey passkey(ResultSet row) throws SQLException {
		return new Passkey(row.getObject("id", UUID.class), row.getString("label"), Instants.instant(row, "created_at"),
				Instants.instantOrNull(row, "last_used_at"));
	}

	private static CredentialRecord credential(ResultSet row) throws SQLException {
		return ImmutableCredentialRecord.builder()
			.credentialType(PublicKeyCredentialType.PUBLIC_KEY)
			.userEntityUserId(PasskeyOwners.handle(row.getObject("user_id", UUID.class)))
			.credentialId(new Bytes(row.getBytes("credential_id")))
			.attestationObject(new Bytes(row.getBytes("attestation_object")))
			.transports(read(row.getString("transports")))
			.signatureCount(row.getLong("signature_count"))
			.label(row.getString("label"))
			.created(Instants.instant(row, "created_at"))
			.build();
	}

	// A browser says what it likes: only words that could be transports are kept.
	private static String written(@Nullable Set<AuthenticatorTransport> transports) {
		return (transports != null) ? transports.stream()
			.map(AuthenticatorTransport::getValue)
			.filter((transport) -> transport.matches("[a-z-]{1,20}"))
			.sorted()
			.limit(MOST_TRANSPORTS)
			.collect(Collectors.joining(",")) : "";
	}

	private static Set<AuthenticatorTransport> read(String transports) {
		return Arrays.stream(transports.split(","))
			.filter((transport) -> !transport.isEmpty())
			.map(AuthenticatorTransport::valueOf)
			.collect(Collectors.toUnmodifiableSet());
	}

}
