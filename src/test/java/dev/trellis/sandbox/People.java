package dev.trellis.sandbox;

import java.util.List;

import dev.trellis.sandbox.Person.Holdings;

/**
 * Who lives in the sandbox: three people per provider.
 */
final class People {

	private static final List<Person> ALL = List.of(
			new Person(SandboxProvider.TREATSTREAM, "1001", "riverfox", "riverfox", Holdings.RICH),
			new Person(SandboxProvider.TREATSTREAM, "1002", "mapleowl", "mapleowl", Holdings.SPARSE),
			new Person(SandboxProvider.TREATSTREAM, "1003", "quietfern", "quietfern", Holdings.EMPTY),
			new Person(SandboxProvider.TREESNAP, "4711", "hazelbrook", "Hazel Brook", Holdings.RICH),
			new Person(SandboxProvider.TREESNAP, "4712", "birchwren", "Birch Wren", Holdings.SPARSE),
			new Person(SandboxProvider.TREESNAP, "4713", "newleaf", "New Leaf", Holdings.EMPTY),
			new Person(SandboxProvider.CHASTER, "64b0c1d2e3f405162738495a", "amberfinch", "amberfinch", Holdings.RICH),
			new Person(SandboxProvider.CHASTER, "64b0c1d2e3f405162738495b", "slatepine", "slatepine", Holdings.SPARSE),
			new Person(SandboxProvider.CHASTER, "64b0c1d2e3f405162738495c", "stillwater", "stillwater", Holdings.EMPTY),
			new Person(SandboxProvider.LIKECOIN, "inkwillow", "inkwillow", "Ink Willow", Holdings.RICH),
			new Person(SandboxProvider.LIKECOIN, "paperlark", "paperlark", "Paper Lark", Holdings.SPARSE),
			new Person(SandboxProvider.LIKECOIN, "blankpage", "blankpage", "Blank Page", Holdings.EMPTY),
			new Person(SandboxProvider.GROVESTREAMS, "7c1d4e52-08a3-3b6f-9c11-5a2e0d7f6b01", "ada", "Ada Moss",
					Holdings.RICH),
			new Person(SandboxProvider.GROVESTREAMS, "7c1d4e52-08a3-3b6f-9c11-5a2e0d7f6b02", "ben", "Ben Alder",
					Holdings.SPARSE),
			new Person(SandboxProvider.GROVESTREAMS, "7c1d4e52-08a3-3b6f-9c11-5a2e0d7f6b03", "cleo", "Cleo Reed",
					Holdings.EMPTY));

	private People() {
	}

	static List<Person> of(SandboxProvider provider) {
		return ALL.stream().filter((person) -> person.provider() == provider).toList();
	}

	static Person named(SandboxProvider provider, String login) {
		return of(provider).stream()
			.filter((person) -> person.login().equals(login))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Nobody called '" + login + "' at " + provider.title()));
	}

	/**
	 * The person of an email address, or null.
	 */
	static Person byEmail(SandboxProvider provider, String email) {
		return of(provider).stream()
			.filter((person) -> person.email().equalsIgnoreCase(email))
			.findFirst()
			.orElse(null);
	}

}
