package dev.trellis.account;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

/**
 * Looks up who stands behind an id, for lists that name owners.
 */
@Component
public class People {

	private final Users users;

	People(Users users) {
		this.users = users;
	}

	/**
	 * Looks up one person.
	 * @param id the id of the local user
	 * @return the person, if there is one
	 */
	public Optional<Person> find(UUID id) {
		return this.users.findById(id).map(Person::of);
	}

	/**
	 * Looks up several persons with one query.
	 * @param ids ids of local users
	 * @return the persons that exist, by id
	 */
	public Map<UUID, Person> findAll(Collection<UUID> ids) {
		return this.users.findAllByIdIn(ids)
			.stream()
			.map(Person::of)
			.collect(Collectors.toMap(Person::id, Function.identity()));
	}

}
