package dev.trellis.audit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No typed address is kept whole.
 */
class MaskedEmailTests {

	@Test
	void keepsOnlyTheShapeOfAnAddress() {
		assertThat(MaskedEmail.of(" Ada.Moss@Example.org ")).contains("a***@example.org");
		assertThat(MaskedEmail.of("correct horse battery")).isEmpty();
		assertThat(MaskedEmail.of("p@ssword")).isEmpty();
		assertThat(MaskedEmail.of(null)).isEmpty();
	}

}
