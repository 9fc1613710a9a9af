package dev.trellis.provider;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HarvestersTests {

	@Test
	void findsByName() {
		Harvester oaks = new NamedHarvester("oaks");
		Harvesters harvesters = new Harvesters(List.of(oaks, new NamedHarvester("elms")));

		assertThat(harvesters.find("oaks")).containsSame(oaks);
		assertThat(harvesters.find("pines")).isEmpty();
		assertThat(harvesters.find(null)).isEmpty();
		assertThat(harvesters.names()).containsExactly("elms", "oaks");
	}

	@Test
	void refusesTwoOfOneName() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new Harvesters(List.of(new NamedHarvester("oaks"), new NamedHarvester("oaks"))))
			.withMessageContaining("\"oaks\"");
	}

	private record NamedHarvester(String name) implements Harvester {

		@Override
		public List<ItemKind> kinds() {
			return List.of(ItemKind.OBSERVATION);
		}

		@Override
		public Reach reach(ItemKind kind) {
			return Reach.ALL;
		}

		@Override
		public HarvestPage fetch(ItemKind kind, HarvestRequest request) {
			return HarvestPage.last(List.of(), 0);
		}

	}

}
