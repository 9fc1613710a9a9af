package dev.trellis.admin;

import java.util.UUID;

import dev.trellis.account.Invitations;
import dev.trellis.account.SignedInUser;
import dev.trellis.audit.Act;
import dev.trellis.audit.Audit;
import dev.trellis.audit.Fact;
import dev.trellis.origin.PublicOrigin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Invites people and takes invitations back. The link of an invitation is shown once,
 * right after it was made.
 */
@Controller
@RequestMapping("/admin/users/invitations")
class InvitationsController {

	private static final String LIST = "redirect:/admin/users#invitations";

	private final Invitations invitations;

	private final Audit audit;

	private final TransactionTemplate transaction;

	private final PublicOrigin origin;

	InvitationsController(Invitations invitations, Audit audit, TransactionTemplate transaction, PublicOrigin origin) {
		this.invitations = invitations;
		this.audit = audit;
		this.transaction = transaction;
		this.origin = origin;
	}

	@PostMapping
	String invite(@Valid @ModelAttribute("form") InvitationForm form, BindingResult errors,
			@AuthenticationPrincipal SignedInUser user, HttpServletRequest request, RedirectAttributes flash) {
		if (errors.hasErrors()) {
			flash.addFlashAttribute("alert", "admin.invitation.malformed");
			return LIST;
		}
		String page = this.transaction.execute((status) -> {
			this.audit.record(Fact.of(Act.INVITATION_MADE).with(form.role().name()));
			return this.invitations.invite(form.email(), form.role(), user.id());
		});
		flash.addFlashAttribute("invitation", this.origin.origin(request) + page);
		flash.addFlashAttribute("notice", "admin.invitation.made");
		return LIST;
	}

	@PostMapping("/{id}/revoke")
	String revoke(@PathVariable UUID id, RedirectAttributes flash) {
		boolean revoked = Boolean.TRUE.equals(this.transaction.execute((status) -> {
			boolean open = this.invitations.revoke(id);
			if (open) {
				this.audit.record(Fact.of(Act.INVITATION_REVOKED));
			}
			return open;
		}));
		flash.addFlashAttribute(revoked ? "notice" : "alert",
				revoked ? "admin.invitation.revoked" : "admin.invitation.gone");
		return LIST;
	}

}
