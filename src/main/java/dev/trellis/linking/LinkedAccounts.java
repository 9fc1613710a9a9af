package dev.trellis.linking;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.repository.Repository;

/**
 * All linked accounts, asked for by their owner.
 */
public interface LinkedAccounts extends Repository<LinkedAccount, UUID> {

	/**
	 * One linked account with its organizations.
	 * @param id its id
	 * @param ownerId who asks
	 * @return the account, if it is theirs
	 */
	@EntityGraph(attributePaths = "organizations")
	Optional<LinkedAccount> findByIdAndOwnerId(UUID id, UUID ownerId);

	/**
	 * All linked accounts of a user, oldest first.
	 * @param ownerId the user
	 * @return the accounts, unlinked ones too
	 */
	List<LinkedAccount> findByOwnerIdOrderByLinkedAtAscIdAsc(UUID ownerId);

	/**
	 * All linked accounts of a user with their organizations, oldest first.
	 * @param ownerId the user
	 * @return the accounts, unlinked ones too
	 */
	@EntityGraph(attributePaths = "organizations")
	List<LinkedAccount> findWithOrganizationsByOwnerIdOrderByLinkedAtAscIdAsc(UUID ownerId);

}
