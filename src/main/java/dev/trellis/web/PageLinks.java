package dev.trellis.web;

import java.util.Map;

import jakarta.servlet.ServletContext;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/**
 * Makes links for what is rendered without a request the same as with one.
 */
@Component
class PageLinks extends StandardLinkBuilder {

	private final ServletContext application;

	private final ResourceUrlProvider resources;

	PageLinks(ServletContext application, ResourceUrlProvider resources) {
		this.application = application;
		this.resources = resources;
	}

	@Override
	protected String computeContextPath(IExpressionContext context, String base, Map<String, Object> parameters) {
		return Contexts.isWebContext(context) ? super.computeContextPath(context, base, parameters)
				: this.application.getContextPath();
	}

	@Override
	protected String processLink(IExpressionContext context, String link) {
		if (Contexts.isWebContext(context)) {
			return super.processLink(context, link);
		}
		String path = this.application.getContextPath();
		String resource = this.resources.getForLookupPath(link.substring(path.length()));
		return (resource != null) ? path + resource : link;
	}

}
