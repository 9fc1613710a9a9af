package dev.trellis.jdbc;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The databases that Trellis can be kept in.
 */
class DialectTests {

	@Test
	void areKnownByTheirNames() {
		assertThat(Dialect.of("PostgreSQL")).isEqualTo(Dialect.POSTGRESQL);
		assertThat(Dialect.of("H2")).isEqualTo(Dialect.H2);
	}

	@Test
	void areNoOthers() {
		assertThatIllegalStateException().isThrownBy(() -> Dialect.of("Another")).withMessageContaining("Another");
	}

}
