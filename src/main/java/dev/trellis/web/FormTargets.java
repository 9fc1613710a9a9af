package dev.trellis.web;

import java.util.Set;

/**
 * Names the origins to which answers to our forms may lead the browser: browsers apply
 * the Content-Security-Policy's {@code form-action} to redirects too, and linking starts
 * with a form that ends at a provider.
 */
@FunctionalInterface
public interface FormTargets {

	/**
	 * The origins, asked for with every answer.
	 * @return origins such as {@code https://example.org}
	 */
	Set<String> origins();

}
