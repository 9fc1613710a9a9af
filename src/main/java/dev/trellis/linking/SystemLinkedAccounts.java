package dev.trellis.linking;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/**
 * All linked accounts as the system sees them, whoever owns them: for linking itself and
 * for jobs.
 */
public interface SystemLinkedAccounts extends Repository<LinkedAccount, UUID> {

	LinkedAccount saveAndFlush(LinkedAccount account);

	void delete(LinkedAccount account);

	@EntityGraph(attributePaths = "organizations")
	Optional<LinkedAccount> findById(UUID id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<LinkedAccount> findForUpdateById(UUID id);

	Optional<LinkedAccount> findByClaim(String claim);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<LinkedAccount> findForUpdateByOwnerIdOrderById(UUID ownerId);

	Optional<LinkedAccount> findFirstByOwnerIdAndProviderAndSubjectOrderByLinkedAtDesc(UUID ownerId, String provider,
			String subject);

}
