package dev.trellis.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/**
 * Everybody who signed up.
 */
interface Users extends Repository<User, UUID> {

	User saveAndFlush(User user);

	Optional<User> findById(UUID id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<User> findForUpdateById(UUID id);

	List<User> findAllByIdIn(Collection<UUID> ids);

	Optional<User> findByEmail(String email);

	boolean existsByEmail(String email);

	boolean existsByRole(Role role);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<User> findForUpdateByRoleAndDisabledAtIsNullOrderById(Role role);

	void delete(User user);

}
