package dev.trellis;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.trellis.account.ConfirmIdentity;
import dev.trellis.sandbox.RunningSandbox;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever asks who somebody is does so once the last proof is old, whether a page is
 * asked for or a form is sent. What that is, is read from the application itself.
 */
@TrellisTest
class IdentityConfirmationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private List<RequestMappingHandlerMapping> mappings;

	@TestFactory
	Stream<DynamicTest> asksAgainOnceTheProofIsOld() {
		Requests member = new Requests(this.port).signUp("ada@example.test");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));
		String csrf = member.csrf("/account");

		return asking().map((endpoint) -> DynamicTest.dynamicTest(endpoint, () -> {
			String path = endpoint.replaceFirst("^\\S+ ", "").replaceAll("\\{\\w+\\}", UUID.randomUUID().toString());
			HttpResponse<String> answer = endpoint.startsWith("POST ") ? member.post(path, "_csrf", csrf)
					: member.get(path);
			assertThat(answer.statusCode()).isEqualTo(302);
			assertThat(answer.headers().firstValue("Location")).hasValue("/confirm?next=" + path);
		}));
	}

	@Test
	void guardsWhatCannotBeTakenBackAndWhatOpensADoor() {
		assertThat(asking()).contains("POST /account/delete", "POST /account/email", "POST /account/keys/new",
				"POST /account/passkeys", "POST /account/passkeys/{id}/remove", "POST /account/webhooks/new",
				"POST /account/webhooks/{id}/edit", "POST /account/webhooks/{id}/secret",
				"POST /linked-accounts/{id}/disconnect");
	}

	private Stream<String> asking() {
		return this.mappings.stream()
			.flatMap((mapping) -> mapping.getHandlerMethods().entrySet().stream())
			.filter((mapped) -> mapped.getValue().hasMethodAnnotation(ConfirmIdentity.class))
			.map((mapped) -> endpoint(mapped.getKey()))
			.sorted();
	}

	private static String endpoint(RequestMappingInfo mapped) {
		return mapped.getMethodsCondition().getMethods().iterator().next() + " "
				+ mapped.getPatternValues().iterator().next();
	}

}
