package dev.trellis.account.web;

import java.io.IOException;

import dev.trellis.account.ConfirmIdentity;
import dev.trellis.account.RecentProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Leads people to the page that asks who they are, wherever {@link ConfirmIdentity} says
 * so.
 */
@Configuration(proxyBeanMethods = false)
class IdentityConfirmation {

	@Bean
	WebMvcConfigurer confirmIdentity(RecentProof proof) {
		return new WebMvcConfigurer() {

			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new Gate(proof));
			}

		};
	}

	/**
	 * Lets through who proved it of late.
	 *
	 * @param proof remembers who did
	 */
	private record Gate(RecentProof proof) implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
				throws IOException {
			boolean asks = handler instanceof HandlerMethod method && method.hasMethodAnnotation(ConfirmIdentity.class);
			if (!asks || this.proof.given(request)) {
				return true;
			}
			String path = request.getRequestURI().substring(request.getContextPath().length());
			response.sendRedirect(request.getContextPath() + RecentProof.page(path));
			return false;
		}

	}

}
