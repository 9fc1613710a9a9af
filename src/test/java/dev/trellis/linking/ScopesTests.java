package dev.trellis.linking;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scopes granted against scopes wanted, so that a grant that became too narrow shows.
 */
class ScopesTests {

	@ParameterizedTest(name = "{0} against {1} lacks {2}")
	@CsvSource(nullValues = "-", textBlock = """
			profile locks, profile locks, -
			profile, profile locks, locks
			locks offline_access, profile locks, profile
			-, profile locks, -
			read:like, read:like.info read:like.button, -
			read, read:like.info, -
			like, read:like.info, -
			read:like.info write:like.info, like.info, -
			read:like.info, read:like.button, read:like.button
			write:like, read:like.info, read:like.info
			read:likes, read:like, read:like
			profile, user, user
			""")
	void tellsWhatIsMissing(String granted, String wanted, String missing) {
		assertThat(new Scopes(scopes(granted)).missing(List.of(wanted.split(" ")))).isEqualTo(scopes(missing));
	}

	private static Set<String> scopes(String text) {
		return (text != null) ? Set.of(text.split(" ")) : Set.of();
	}

}
