package dev.trellis.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import dev.trellis.Requests;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;

/**
 * How often programs can fetch an access token that is still good, against an endpoint of
 * the same application that does nothing but let the call in, in turns.
 */
final class Calls implements AutoCloseable {

	private final Node node;

	private final People people;

	private final List<Requests> programs;

	private Calls(String database, int programs) {
		this.node = Node.start(database, "trellis.api.requests-per-minute=1000000");
		this.people = new People(this.node, programs, 1);
		this.people.writeTokens(programs);
		ApiKeys keys = this.node.bean(ApiKeys.class);
		this.programs = IntStream.range(0, programs)
			.mapToObj((person) -> keys.make(this.people.owner(person), "Benchmark", Set.of(ApiScope.TOKENS), null)
				.orElseThrow()
				.reveal())
			.map((key) -> new Requests(this.node.port()).with("Authorization", "Bearer " + key))
			.toList();
	}

	static void run(Server server, Options options) throws InterruptedException, ExecutionException {
		try (Calls calls = new Calls(server.createPlain("calls"), options.connections())) {
			System.out.printf("""

					Calls over HTTP, %d connections, each with a key of its own: a token that is still good, and nothing
					calls per second; the ratio of each pair of turns, and the median of them
					""", options.connections());
			IntUnaryOperator token = calls::token;
			IntUnaryOperator nothing = calls::nothing;
			calls.perSecond(nothing, options);
			calls.perSecond(token, options);
			List<Double> ratios = new ArrayList<>();
			System.out.println("    token   nothing   ratio");
			for (int turn = 0; turn < options.slices(); turn++) {
				// Neither is always the first.
				boolean tokenFirst = turn % 2 == 0;
				double first = calls.perSecond(tokenFirst ? token : nothing, options);
				double second = calls.perSecond(tokenFirst ? nothing : token, options);
				double ratio = tokenFirst ? first / second : second / first;
				ratios.add(ratio);
				System.out.printf("%9.0f %9.0f %7.2f%n", tokenFirst ? first : second, tokenFirst ? second : first, ratio);
			}
			Collections.sort(ratios);
			System.out.printf("median %.2f (%.2f to %.2f), wanted: at least 0.50%n", ratios.get(ratios.size() / 2),
					ratios.get(0), ratios.get(ratios.size() - 1));
		}
	}

	private double perSecond(IntUnaryOperator call, Options options) throws InterruptedException, ExecutionException {
		return Load.run(this.programs.size(), this.programs.size(), options.slice(), (program) -> {
			int status = call.applyAsInt(program);
			if (status != 200) {
				throw new IllegalStateException("A call was answered with " + status);
			}
		}).perSecond();
	}

	private int token(int program) {
		return this.programs.get(program)
			.post("/api/v1/linked-accounts/" + this.people.account(program) + "/token")
			.statusCode();
	}

	private int nothing(int program) {
		return this.programs.get(program).get("/api/v1/key").statusCode();
	}

	@Override
	public void close() {
		this.node.close();
	}

}
