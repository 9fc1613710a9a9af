package dev.trellis.account.web;

import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter.Directive;

/**
 * What a browser keeps of this origin beside the cookie, which ends anyway.
 */
final class BrowserStore {

	/**
	 * Has the browser empty it, over HTTPS. Cookies are not named, since those of
	 * neighbours under the same domain would go as well.
	 */
	static final HeaderWriter EMPTIED = new ClearSiteDataHeaderWriter(Directive.STORAGE);

	private BrowserStore() {
	}

}
