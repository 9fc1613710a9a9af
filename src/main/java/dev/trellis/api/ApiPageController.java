package dev.trellis.api;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page on which people read about the API and try it.
 */
@Controller
class ApiPageController {

	@GetMapping("/api")
	String show(Model model) {
		model.addAttribute("description", ApiSecurity.DESCRIPTION);
		return "api/api";
	}

}
