package dev.trellis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

import dev.trellis.account.AccountException;
import dev.trellis.account.Invitation;
import dev.trellis.account.Invitations;
import dev.trellis.account.Member;
import dev.trellis.account.Members;
import dev.trellis.account.People;
import dev.trellis.account.Person;
import dev.trellis.account.Role;
import dev.trellis.account.SignedInUser;
import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.Fact;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Everybody who signed up, and what an administrator can do about them.
 */
@Controller
@RequestMapping("/admin/users")
class UsersController {

	private static final int PAGE_SIZE = 50;

	private final Members members;

	private final Invitations invitations;

	private final People people;

	private final Audit audit;

	private final TransactionTemplate transaction;

	UsersController(Members members, Invitations invitations, People people, Audit audit,
			TransactionTemplate transaction) {
		this.members = members;
		this.invitations = invitations;
		this.people = people;
		this.audit = audit;
		this.transaction = transaction;
	}

	@GetMapping
	String show(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String page, @AuthenticationPrincipal SignedInUser user,
			Model model) {
		Page<Member> found = this.members.page(q, Cursor.parse(page).orElse(null), PAGE_SIZE);
		model.addAttribute("rows", found.rows());
		model.addAttribute("q", q);
		model.addAttribute("self", user.id());
		model.addAttribute("ways", Ways.of(found, "/admin/users", "q", q));
		model.addAttribute("invitations", invitations());
		return "admin/users";
	}

	private List<Invited> invitations() {
		List<Invitation> open = this.invitations.open();
		Map<UUID, Person> makers = this.people.findAll(open.stream().map(Invitation::invitedBy).distinct().toList());
		return open.stream().map((each) -> {
			Person maker = makers.get(each.invitedBy());
			return new Invited(each.id(), each.email(), each.role() == Role.ADMINISTRATOR,
					(maker != null) ? Objects.toString(maker.email(), maker.displayName()) : "", each.expiresAt());
		}).toList();
	}

	@PostMapping("/{id}/disable")
	String disable(@PathVariable UUID id, RedirectAttributes flash) {
		return act(id, Act.PERSON_DISABLED, this.members::disable, flash);
	}

	@PostMapping("/{id}/enable")
	String enable(@PathVariable UUID id, RedirectAttributes flash) {
		return act(id, Act.PERSON_ENABLED, this.members::enable, flash);
	}

	@PostMapping("/{id}/appoint")
	String appoint(@PathVariable UUID id, RedirectAttributes flash) {
		return act(id, Act.ADMINISTRATOR_APPOINTED, this.members::appoint, flash);
	}

	@PostMapping("/{id}/dismiss")
	String dismiss(@PathVariable UUID id, RedirectAttributes flash) {
		return act(id, Act.ADMINISTRATOR_DISMISSED, this.members::dismiss, flash);
	}

	@PostMapping("/{id}/sign-out")
	String signOut(@PathVariable UUID id, RedirectAttributes flash) {
		return act(id, Act.PERSON_SIGNED_OUT, this.members::signOut, flash);
	}

	private String act(UUID id, Act act, Consumer<UUID> change, RedirectAttributes flash) {
		Member member = this.members.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		try {
			this.transaction.executeWithoutResult((status) -> {
				this.audit.record(Fact.of(act).to(id));
				change.accept(id);
			});
			flash.addFlashAttribute("notice", "admin.user." + act.key());
			flash.addFlashAttribute("noticeArgument", member.displayName());
		}
		catch (AccountException ex) {
			flash.addFlashAttribute("alert", "admin.user.last-administrator");
		}
		return "redirect:/admin/users";
	}

	/**
	 * An invitation that nobody took up yet.
	 *
	 * @param id its id
	 * @param email whom it is for; null for whoever has the link
	 * @param administrator whether it makes an administrator
	 * @param by the address of who made it
	 * @param until until when it is good
	 */
	record Invited(UUID id, @Nullable String email, boolean administrator, String by, Instant until) {
	}

}
