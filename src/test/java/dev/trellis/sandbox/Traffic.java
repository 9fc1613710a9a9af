package dev.trellis.sandbox;

import java.util.ArrayList;
import java.util.List;

/**
 * The log of what was asked of the sandbox.
 */
final class Traffic {

	private static final int KEPT = 5_000;

	private final List<Entry> entries = new ArrayList<>();

	synchronized void add(SandboxProvider provider, Endpoint endpoint, RecordedRequest request) {
		if (this.entries.size() == KEPT) {
			this.entries.remove(0);
		}
		this.entries.add(new Entry(provider, endpoint, request));
	}

	synchronized List<RecordedRequest> of(SandboxProvider provider, Endpoint endpoint) {
		return this.entries.stream()
			.filter((entry) -> entry.provider() == provider && entry.endpoint() == endpoint)
			.map(Entry::request)
			.toList();
	}

	synchronized void clear() {
		this.entries.clear();
	}

	private record Entry(SandboxProvider provider, Endpoint endpoint, RecordedRequest request) {

	}

}
