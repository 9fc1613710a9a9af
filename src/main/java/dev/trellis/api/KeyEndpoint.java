package dev.trellis.api;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trellis.account.key.ApiKey;
import dev.trellis.account.key.ApiScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells a program what its key is good for, without a look at anything else.
 */
@RestController
@RequestMapping(path = "/api/v1/key", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Key")
class KeyEndpoint {

	@GetMapping
	@Operation(summary = "What this key is good for")
	KeyView show(@Parameter(hidden = true) ApiAuthentication call) {
		return KeyView.of(call.key());
	}

	/**
	 * The key.
	 *
	 * @param id what tells it apart
	 * @param name what its owner calls it
	 * @param scopes what it is good for
	 * @param expiresAt from when on it is good for nothing
	 */
	@Schema(name = "Key", description = "The key of the call")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record KeyView(@Schema(example = "3f2a90c417be55d0") String id, @Schema(example = "My bot") String name,
			@Schema(example = "[\"accounts\", \"tokens\"]") List<String> scopes,
			@Schema(description = "From when on it is good for nothing; left out if it stays good") @Nullable Instant expiresAt) {

		static KeyView of(ApiKey key) {
			return new KeyView(key.id(), key.name(), key.scopes().stream().sorted().map(ApiScope::key).toList(),
					key.expiresAt());
		}

	}

}
