package dev.trellis.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.api.Problem.PartProblem;
import dev.trellis.linking.LinkingException;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Disposition;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * The one table of what failures of calls are told as. Takes every exception below
 * {@code /api}, those too that come before it is known who would have answered, for which
 * there can be no {@link ControllerAdvice} of some controllers only.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemResolver implements HandlerExceptionResolver {

	private static final Logger logger = LoggerFactory.getLogger(ProblemResolver.class);

	private static final Duration A_MOMENT = Duration.ofSeconds(5);

	private static final Duration AN_OUTAGE = Duration.ofSeconds(30);

	private static final Duration A_PAUSE = Duration.ofMinutes(5);

	private final ProblemWriter writer;

	ProblemResolver(ProblemWriter writer) {
		this.writer = writer;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (!ProblemFilter.isApi(request)) {
			return null;
		}
		if (!(ex instanceof AsyncRequestNotUsableException)) {
			answer(response, ex);
		}
		return new ModelAndView();
	}

	private void answer(HttpServletResponse response, Exception ex) {
		try {
			Duration wait = wait(ex);
			if (wait != null) {
				ProblemWriter.retryAfter(response, wait);
			}
			if (ex instanceof ErrorResponse error) {
				error.getHeaders()
					.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
			}
			this.writer.write(response, problem(ex));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static Problem problem(Exception ex) {
		if (ex instanceof ProblemException known) {
			return known.problem();
		}
		if (ex instanceof LinkingException refused) {
			return problem(refused.reason());
		}
		if (ex instanceof ProviderException failed) {
			return problem(failed);
		}
		List<PartProblem> parts = parts(ex);
		if (!parts.isEmpty()) {
			return Problem.of(parts);
		}
		if (ex instanceof HttpMessageNotReadableException) {
			return Problem.unreadable().with("The body cannot be read.");
		}
		HttpStatus status = (ex instanceof ErrorResponse error) ? HttpStatus.resolve(error.getStatusCode().value())
				: null;
		if (status == null || status.is5xxServerError()) {
			logger.error("A call of the API failed", ex);
			return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR);
		}
		return Problem.of(status);
	}

	private static Problem problem(LinkingException.Reason reason) {
		return switch (reason) {
			case NOT_LINKED -> Problem.of(HttpStatus.NOT_FOUND);
			case NEEDS_RECONNECT -> Problem.of(HttpStatus.CONFLICT, "needs-reconnect",
					"The account has to be connected again by its owner");
			case PAUSED -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "provider-paused",
					"The provider is paused by an administrator");
			case PROVIDER_GONE ->
				Problem.of(HttpStatus.CONFLICT, "provider-gone", "The provider is not offered any more");
			case BUSY -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", "The token is being renewed elsewhere");
			default -> Problem.of(HttpStatus.CONFLICT, "refused", "The account cannot be linked like this");
		};
	}

	private static Problem problem(ProviderException ex) {
		return switch (ex.reason().disposition()) {
			case PERMANENT -> problem(LinkingException.Reason.NEEDS_RECONNECT);
			case TRANSIENT -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "provider-unavailable",
					"The provider cannot be asked right now");
			case OPERATOR -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "provider-misconfigured",
					"The provider refuses this Trellis, which its operator has to mend");
		};
	}

	private static @Nullable Duration wait(Exception ex) {
		if (ex instanceof ProblemException known) {
			return known.retryAfter();
		}
		if (ex instanceof LinkingException refused) {
			return switch (refused.reason()) {
				case PAUSED -> A_PAUSE;
				case BUSY -> A_MOMENT;
				default -> null;
			};
		}
		if (!(ex instanceof ProviderException failed) || failed.reason().disposition() == Disposition.PERMANENT) {
			return null;
		}
		return (failed.retryAfter() != null) ? failed.retryAfter() : AN_OUTAGE;
	}

	private static List<PartProblem> parts(Exception ex) {
		if (ex instanceof MethodArgumentTypeMismatchException mismatch) {
			return List.of(new PartProblem(mismatch.getName(), expectation(mismatch)));
		}
		if (ex instanceof MissingServletRequestParameterException missing) {
			return List.of(new PartProblem(missing.getParameterName(), "is missing"));
		}
		if (ex instanceof BindException wrong) {
			return wrong.getFieldErrors().stream().map(ProblemResolver::part).toList();
		}
		if (ex instanceof HandlerMethodValidationException wrong) {
			return wrong.getParameterValidationResults()
				.stream()
				.flatMap((result) -> result.getResolvableErrors()
					.stream()
					.map((error) -> new PartProblem(String.valueOf(result.getMethodParameter().getParameterName()),
							String.valueOf(error.getDefaultMessage()))))
				.toList();
		}
		if (ex instanceof HttpMessageNotReadableException && ex.getCause() instanceof JacksonException unread) {
			return field(unread).map((name) -> new PartProblem(name, "cannot be read")).toList();
		}
		return List.of();
	}

	private static PartProblem part(FieldError error) {
		return new PartProblem(error.getField(),
				error.isBindingFailure() ? "cannot be read" : String.valueOf(error.getDefaultMessage()));
	}

	private static String expectation(TypeMismatchException mismatch) {
		Class<?> type = mismatch.getRequiredType();
		if (type != null && type.isEnum()) {
			return "is none of "
					+ Stream.of(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
		}
		return "cannot be read";
	}

	private static Stream<String> field(JacksonException unread) {
		String path = unread.getPath()
			.stream()
			.map((reference) -> reference.getPropertyName())
			.filter((name) -> name != null)
			.collect(Collectors.joining("."));
		return path.isEmpty() ? Stream.empty() : Stream.of(path);
	}

}
