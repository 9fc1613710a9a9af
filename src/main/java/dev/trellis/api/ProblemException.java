package dev.trellis.api;

import java.time.Duration;
import java.util.List;

import dev.trellis.api.Problem.PartProblem;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call with a problem.
 */
class ProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Problem problem;

	private final @Nullable Duration retryAfter;

	ProblemException(Problem problem) {
		this(problem, null);
	}

	/**
	 * A problem that may go by itself.
	 * @param problem the problem
	 * @param retryAfter how long to wait until asking again; null if that does not help
	 */
	ProblemException(Problem problem, @Nullable Duration retryAfter) {
		super(problem.title());
		this.problem = problem;
		this.retryAfter = retryAfter;
	}

	/**
	 * A part of the request that cannot be understood.
	 * @param name the name of the parameter or field
	 * @param detail what is wrong with it
	 * @return the exception
	 */
	static ProblemException of(String name, String detail) {
		return new ProblemException(Problem.of(List.of(new PartProblem(name, detail))));
	}

	Problem problem() {
		return this.problem;
	}

	@Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
