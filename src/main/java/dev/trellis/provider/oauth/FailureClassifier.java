package dev.trellis.provider.oauth;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Failure;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The one table that tells what an answer's refusal means: whether the grant is dead, the
 * provider is out of order, or the operator's credentials are wrong. What is not known
 * for certain to end a grant never counts as its end.
 */
@Component
class FailureClassifier {

	private static final Pattern BARE_WORD = Pattern.compile("[A-Z][A-Z0-9_]{2,63}");

	private static final Pattern PRINTABLE_CODE = Pattern.compile("[\\w .:/-]{1,64}");

	private static final Map<String, Reason> STANDARD_CODES = Map.ofEntries(
			Map.entry("invalid_grant", Reason.GRANT_REFUSED), Map.entry("invalid_token", Reason.GRANT_REFUSED),
			Map.entry("access_denied", Reason.DENIED), Map.entry("invalid_client", Reason.CLIENT_REFUSED),
			Map.entry("unauthorized_client", Reason.CLIENT_REFUSED), Map.entry("invalid_scope", Reason.SCOPE_MISSING),
			Map.entry("insufficient_scope", Reason.SCOPE_MISSING),
			Map.entry("temporarily_unavailable", Reason.UNAVAILABLE), Map.entry("server_error", Reason.UNAVAILABLE),
			Map.entry("slow_down", Reason.RATE_LIMITED), Map.entry("invalid_request", Reason.REQUEST_REFUSED),
			Map.entry("unsupported_grant_type", Reason.REQUEST_REFUSED));

	private final Clock clock;

	FailureClassifier(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Believes a good answer, and explains any other.
	 * @param provider the provider
	 * @param endpoint what was asked
	 * @param failure how the provider words a refusal there
	 * @param answer what it answered
	 * @return the answer's body
	 * @throws ProviderException if the answer is a refusal or cannot be read
	 */
	JsonNode require(Provider provider, Endpoint endpoint, Failure failure, HttpAnswer answer) {
		JsonNode body = answer.json();
		Reason reason = reason(endpoint, failure, answer, body);
		if (reason != null) {
			throw new ProviderException(reason, words(provider, endpoint, failure, answer, body), answer.status(),
					answer.retryAfter(this.clock), null);
		}
		if (body == null) {
			throw new ProviderException(Reason.MALFORMED,
					provider.name() + " answered the " + endpoint.words() + " call with something that is not JSON",
					answer.status(), null, null);
		}
		return body;
	}

	private static @Nullable Reason reason(Endpoint endpoint, Failure failure, HttpAnswer answer,
			@Nullable JsonNode body) {
		if (answer.status() == 429) {
			return Reason.RATE_LIMITED;
		}
		if (answer.status() >= 500 || answer.status() == 408 || answer.status() == 425) {
			return Reason.UNAVAILABLE;
		}
		if (answer.redirect()) {
			return leadsToLogin(answer) ? endpoint.unauthenticated() : Reason.MALFORMED;
		}
		String code = code(failure, answer, body);
		Reason known = known(endpoint, failure, code, body);
		if (answer.successful()) {
			return refusedInSuccess(failure, body) ? orElse(known, unexplained(endpoint)) : null;
		}
		if (known != null) {
			return known;
		}
		return byStatus(endpoint, answer.status(), code != null || body != null);
	}

	private static boolean leadsToLogin(HttpAnswer answer) {
		String location = answer.headers().getFirst(HttpHeaders.LOCATION);
		return location != null && location.toLowerCase(Locale.ROOT).matches(".*/(login|signin|sign-in)([/?#].*)?");
	}

	private static boolean refusedInSuccess(Failure failure, @Nullable JsonNode body) {
		if (body == null || !body.isObject()) {
			return false;
		}
		String flag = (failure.flag() != null) ? text(body.at(failure.flag())) : null;
		if (flag != null) {
			return flag.strip().equalsIgnoreCase(failure.flagMeansFailure());
		}
		List<String> errors = failure.code().stream().filter((pointer) -> pointer.startsWith("/error")).toList();
		String error = first(body, errors);
		return error != null && !"0".equals(error);
	}

	private static @Nullable Reason known(Endpoint endpoint, Failure failure, @Nullable String code,
			@Nullable JsonNode body) {
		Reason reason = (code != null) ? knownCode(failure, code) : null;
		if (reason == null && saysDeadGrant(failure, body)) {
			reason = Reason.GRANT_REFUSED;
		}
		return (reason == Reason.GRANT_REFUSED) ? endpoint.unauthenticated() : reason;
	}

	private static @Nullable Reason knownCode(Failure failure, String code) {
		if (failure.liveGrant().contains(code)) {
			return Reason.UNAVAILABLE;
		}
		if (failure.badClient().contains(code)) {
			return Reason.CLIENT_REFUSED;
		}
		return failure.deadGrant().contains(code) ? Reason.GRANT_REFUSED : STANDARD_CODES.get(code);
	}

	private static boolean saysDeadGrant(Failure failure, @Nullable JsonNode body) {
		String message = (body != null) ? first(body, failure.message()) : null;
		return failure.deadGrantMessage() != null && message != null
				&& failure.deadGrantMessage().matcher(message).matches();
	}

	private static Reason byStatus(Endpoint endpoint, int status, boolean understood) {
		if (endpoint.takesAccessToken()) {
			return switch (status) {
				case 401 -> Reason.TOKEN_REFUSED;
				case 403 -> understood ? Reason.SCOPE_MISSING : Reason.UNAVAILABLE;
				case 404, 410 -> Reason.NOT_FOUND;
				default -> understood ? Reason.REQUEST_REFUSED : Reason.MALFORMED;
			};
		}
		if (!understood) {
			return Reason.MALFORMED;
		}
		boolean client = status == 401 && endpoint != Endpoint.PASSWORD_LOGIN;
		return client ? Reason.CLIENT_REFUSED : unexplained(endpoint);
	}

	// A login that is refused without a code is most likely one with a wrong password.
	private static Reason unexplained(Endpoint endpoint) {
		return (endpoint == Endpoint.PASSWORD_LOGIN) ? endpoint.unauthenticated() : Reason.REQUEST_REFUSED;
	}

	private static @Nullable String code(Failure failure, HttpAnswer answer, @Nullable JsonNode body) {
		if (body != null && body.isObject()) {
			String code = first(body, failure.code());
			return "0".equals(code) ? null : code;
		}
		String text = answer.text();
		return BARE_WORD.matcher(text).matches() ? text : null;
	}

	private static @Nullable String first(JsonNode body, List<String> pointers) {
		for (String pointer : pointers) {
			String text = text(body.at(pointer));
			if (text != null && !text.isBlank()) {
				return text.strip();
			}
		}
		return null;
	}

	private static @Nullable String text(JsonNode node) {
		return (node.isValueNode() && !node.isNull()) ? node.asString() : null;
	}

	private static String words(Provider provider, Endpoint endpoint, Failure failure, HttpAnswer answer,
			@Nullable JsonNode body) {
		String code = code(failure, answer, body);
		String printable = (code != null && PRINTABLE_CODE.matcher(code).matches()) ? code : "a code of its own";
		String suffix = (code != null) ? " and " + printable : "";
		return provider.name() + " refused the " + endpoint.words() + " call with status " + answer.status() + suffix;
	}

	private static Reason orElse(@Nullable Reason reason, Reason otherwise) {
		return (reason != null) ? reason : otherwise;
	}

}
