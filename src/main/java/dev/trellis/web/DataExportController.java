package dev.trellis.web;

import java.io.IOException;

import dev.trellis.account.SignedInUser;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Hands people everything that is kept of them.
 */
@Controller
class DataExportController {

	private final DataExport export;

	DataExportController(DataExport export) {
		this.export = export;
	}

	@GetMapping("/account/data")
	void download(@AuthenticationPrincipal SignedInUser user, HttpServletResponse response) throws IOException {
		response.setContentType("application/zip");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename("trellis-data.zip").build().toString());
		this.export.write(user.id(), response.getOutputStream());
	}

}
