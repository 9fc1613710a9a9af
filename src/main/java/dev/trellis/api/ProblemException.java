package dev.trellis.api;

import java.util.List;

import dev.trellis.api.Problem.PartProblem;

/**
 * Ends a call with a problem.
 */
class ProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Problem problem;

	ProblemException(Problem problem) {
		super(problem.title());
		this.problem = problem;
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

}
