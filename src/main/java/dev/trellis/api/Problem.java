package dev.trellis.api;

import java.net.URI;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What went wrong (RFC 9457).
 *
 * @param type tells one kind of problem from another; {@code about:blank} if the status
 * says it all
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what went wrong this time; null if there is no more to say
 * @param errors what is wrong with which part of the request; null if that is not the
 * problem
 * @param page where in Trellis a person can mend it; null if none can
 */
@Schema(description = "What went wrong (RFC 9457)")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
		@Schema(example = "urn:trellis:problem:needs-reconnect",
				description = "Tells one kind of problem from another; about:blank if the status says it all") URI type,
		@Schema(example = "The account has to be connected again") String title, @Schema(example = "409") int status,
		@Schema(description = "What went wrong this time") @Nullable String detail,
		@Schema(description = "What is wrong with which part of the request") @Nullable List<PartProblem> errors,
		@Schema(description = "The page of Trellis on which the person can mend it",
				example = "/linked-accounts/5b7e0c6e-6a3c-4f0e-9f5d-1c2d3e4f5a6b") @Nullable String page) {

	private static final URI BLANK = URI.create("about:blank");

	/**
	 * A problem that its status describes.
	 * @param status the status
	 * @return the problem
	 */
	static Problem of(HttpStatus status) {
		return new Problem(BLANK, status.getReasonPhrase(), status.value(), null, null, null);
	}

	/**
	 * A problem of a kind of its own.
	 * @param status the status
	 * @param kind lower-case words joined by hyphens
	 * @param title the kind in words
	 * @return the problem
	 */
	static Problem of(HttpStatus status, String kind, String title) {
		return new Problem(URI.create("urn:trellis:problem:" + kind), title, status.value(), null, null, null);
	}

	/**
	 * A request whose parts cannot be understood.
	 * @param errors what is wrong with which part
	 * @return the problem
	 */
	static Problem of(List<PartProblem> errors) {
		Problem whole = unreadable();
		return new Problem(whole.type, whole.title, whole.status, null, errors, null);
	}

	/**
	 * A request that cannot be understood as a whole.
	 * @return the problem
	 */
	static Problem unreadable() {
		return of(HttpStatus.BAD_REQUEST, "invalid-request", "The request cannot be understood");
	}

	Problem with(@Nullable String words) {
		return new Problem(this.type, this.title, this.status, words, this.errors, this.page);
	}

	Problem mendedAt(String address) {
		return new Problem(this.type, this.title, this.status, this.detail, this.errors, address);
	}

	/**
	 * What is wrong with one part of a request.
	 *
	 * @param name the name of the parameter or field
	 * @param detail what is wrong with it
	 */
	@Schema(description = "What is wrong with one part of a request")
	record PartProblem(@Schema(example = "kind") String name, @Schema(example = "is not known here") String detail) {
	}

}
