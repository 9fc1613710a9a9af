package dev.trellis.live.web;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.trellis.live.stream.Position;
import dev.trellis.live.stream.StreamHub;
import dev.trellis.live.stream.Subscription;
import dev.trellis.sync.LatestItems;
import dev.trellis.vault.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The overlay itself, open to whoever knows its address, and known to nobody else.
 */
@Controller
@RequestMapping("/overlay/{secret}")
class OverlayController {

	private final Overlays overlays;

	private final OverlayTreats treats;

	private final LatestItems latest;

	private final StreamHub hub;

	OverlayController(Overlays overlays, OverlayTreats treats, LatestItems latest, StreamHub hub) {
		this.overlays = overlays;
		this.treats = treats;
		this.latest = latest;
		this.hub = hub;
	}

	@GetMapping
	String show(@PathVariable String secret, HttpServletResponse response, Model model) {
		UUID account = require(secret, response);
		model.addAttribute("secret", secret);
		model.addAttribute("position", Position.of(this.latest.latest(Set.of(account))).toString());
		return "live/overlay";
	}

	@GetMapping("/events")
	void events(@PathVariable String secret, @RequestParam(required = false) @Nullable String since,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		UUID account = require(secret, response);
		this.hub.open(new Subscription(Overlays.holder(Secret.of(secret)), Set.of(account),
				Position.parse(since).orElse(null), this.treats, null,
				() -> find(secret).filter(account::equals).isPresent()), request, response);
	}

	private UUID require(String secret, HttpServletResponse response) {
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("X-Robots-Tag", "noindex, nofollow");
		return find(secret).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private Optional<UUID> find(String secret) {
		return this.overlays.account(Secret.of(secret));
	}

}
