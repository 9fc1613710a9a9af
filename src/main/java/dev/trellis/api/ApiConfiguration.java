package dev.trellis.api;

import java.util.List;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Tells callers who have read the same before that nothing changed.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

	/**
	 * What comes with an ETag.
	 */
	static final List<String> CHECKED = List.of("/api/v1/items", "/api/v1/linked-accounts",
			"/api/v1/linked-accounts/*");

	// Weak, as an answer may be compressed on its way.
	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> apiEtags() {
		ShallowEtagHeaderFilter filter = new ShallowEtagHeaderFilter();
		filter.setWriteWeakETag(true);
		FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setUrlPatterns(CHECKED);
		return registration;
	}

}
