package dev.trellis.api;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Item;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a linked account holds, with the names that copies of items have too.
 *
 * @param id its id
 * @param accountId the linked account
 * @param kind what it is
 * @param externalId its identifier at the provider
 * @param parent the identifier of what it belongs to; null if it stands for itself
 * @param title its title
 * @param actor who did it
 * @param body its text
 * @param category what sort of its kind it is
 * @param organization the organization it is in
 * @param status how it stands
 * @param quantity its number
 * @param reading its value in words
 * @param unit the unit of its value
 * @param startsAt when it was, or begins
 * @param startsText the same as the provider says it
 * @param endsAt when it ends
 * @param latitude degrees north
 * @param longitude degrees east
 * @param accuracy how exactly that is known
 * @param picture its picture at the provider
 * @param page its page at the provider
 */
@Schema(name = "Item", description = "One thing that a linked account holds; what nothing tells is left out")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ItemView(@Schema(example = "4711") long id, UUID accountId, ItemKind kind,
		@Schema(description = "Its identifier at the provider") String externalId, @Nullable String parent,
		@Schema(example = "Hot chocolate") @Nullable String title, @Schema(example = "Rowan") @Nullable String actor,
		@Nullable String body, @Nullable String category, @Nullable String organization, @Nullable String status,
		@Nullable Double quantity, @Nullable String reading, @Nullable String unit, @Nullable Instant startsAt,
		@Nullable String startsText, @Nullable Instant endsAt, @Nullable Double latitude, @Nullable Double longitude,
		@Nullable String accuracy, @Nullable String picture, @Nullable String page) {

	static ItemView of(Item item) {
		return new ItemView(item.id(), item.linkedAccountId(), item.kind(), item.externalId(), item.parent(),
				item.title(), item.actor(), item.body(), item.category(), item.organization(), item.status(),
				item.quantity(), item.reading(), item.unit(), item.startsAt(), item.startsText(), item.endsAt(),
				item.latitude(), item.longitude(), item.accuracy(), text(item.picture()), text(item.page()));
	}

	private static @Nullable String text(@Nullable Object address) {
		return (address != null) ? address.toString() : null;
	}

}
