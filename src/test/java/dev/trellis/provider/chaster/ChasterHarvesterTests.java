package dev.trellis.provider.chaster;

import java.time.Instant;

import dev.trellis.provider.FakeResourceApi;
import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChasterHarvesterTests {

	@Test
	void readsALockAndNothingOfOtherMembers() {
		HarvestPage page = harvest("""
				[{"_id":"64b0c1d2e3f405162738495a","title":"Self-lock","status":"locked","role":"wearer",
				 "startDate":"2026-11-01T08:00:00.000Z","endDate":"2026-12-01T08:00:00.000Z","totalDuration":171382158,
				 "displayRemainingTime":true,"isAllowedToViewTime":true,"combination":"64b0","isTestLock":false,
				 "user":{"_id":"1","username":"riverfox"},"keyholder":{"_id":"2","username":"mapleowl"}}]""");

		assertThat(page.next()).isNull();
		assertThat(page.total()).isEqualTo(1);
		assertThat(page.findings()).containsExactly(Finding.of(ItemKind.LOCK, "64b0c1d2e3f405162738495a")
			.title("Self-lock")
			.status("locked")
			.startsAt(Instant.parse("2026-11-01T08:00:00Z"), null)
			.endsAt(Instant.parse("2026-12-01T08:00:00Z"))
			.build());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			                                                      | true
			,"displayRemainingTime":true                          | true
			,"displayRemainingTime":null                          | true
			,"isAllowedToViewTime":"true"                         | true
			,"displayRemainingTime":false                         | false
			,"isAllowedToViewTime":false                          | false
			,"isAllowedToViewTime":"false"                        | false
			,"displayRemainingTime":true,"isAllowedToViewTime":{} | false
			""")
	void keepsTheEndOnlyWhereItIsShown(String flags, boolean shown) {
		HarvestPage page = harvest(
				"[{\"_id\":\"1\",\"endDate\":\"2026-12-01T08:00:00.000Z\"" + ((flags != null) ? flags : "") + "}]");

		assertThat(page.findings().get(0).endsAt() != null).isEqualTo(shown);
	}

	@Test
	void keepsOddLocksAndCountsWhatIsNone() {
		HarvestPage page = harvest("""
				[null,1,"lock",[],{},{"_id":""},{"title":"no identifier"},
				 {"_id":"1"},{"_id":"2","title":7,"status":[],"startDate":"soon","endDate":null}]""");

		assertThat(page.skipped()).isEqualTo(7);
		assertThat(page.findings()).containsExactly(Finding.of(ItemKind.LOCK, "1").build(),
				Finding.of(ItemKind.LOCK, "2").title("7").build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "{\"results\":[]}", "\"[]\"" })
	void refusesWhatIsNoList(String json) {
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> harvest(json))
			.extracting(ProviderException::reason)
			.isEqualTo(Reason.MALFORMED);
	}

	private static HarvestPage harvest(String json) {
		return new FakeResourceApi().answer("/locks?status=all", json).first(new ChasterHarvester(), ItemKind.LOCK);
	}

}
