package dev.trellis.account;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.stereotype.Component;

/**
 * Shows members to Spring Security as those whom passkeys belong to. The user handle of a
 * member is their id, which says nothing of them; so is the name that Spring Security
 * looks for.
 */
@Component
class PasskeyOwners implements PublicKeyCredentialUserEntityRepository {

	private static final int ID_LENGTH = 2 * Long.BYTES;

	private final Users users;

	PasskeyOwners(Users users) {
		this.users = users;
	}

	static Bytes handle(UUID userId) {
		return new Bytes(ByteBuffer.allocate(ID_LENGTH)
			.putLong(userId.getMostSignificantBits())
			.putLong(userId.getLeastSignificantBits())
			.array());
	}

	static Optional<UUID> userId(Bytes handle) {
		ByteBuffer bytes = ByteBuffer.wrap(handle.getBytes());
		return (bytes.remaining() == ID_LENGTH) ? Optional.of(new UUID(bytes.getLong(), bytes.getLong()))
				: Optional.empty();
	}

	@Override
	public @Nullable PublicKeyCredentialUserEntity findById(Bytes id) {
		return userId(id).flatMap(this.users::findById).map(PasskeyOwners::entity).orElse(null);
	}

	@Override
	public @Nullable PublicKeyCredentialUserEntity findByUsername(String username) {
		return this.users.findById(UUID.fromString(username)).map(PasskeyOwners::entity).orElse(null);
	}

	@Override
	public void save(PublicKeyCredentialUserEntity userEntity) {
		throw new IllegalStateException("Nobody becomes a member by a passkey");
	}

	@Override
	public void delete(Bytes id) {
		throw new IllegalStateException("Nobody leaves by a passkey");
	}

	private static PublicKeyCredentialUserEntity entity(User user) {
		return ImmutablePublicKeyCredentialUserEntity.builder()
			.id(handle(user.id()))
			.name(Objects.requireNonNullElse(user.email(), user.displayName()))
			.displayName(user.displayName())
			.build();
	}

}
