package dev.trellis.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * How somebody looks at pages.
 */
enum Look {

	/**
	 * A wide window in light colours.
	 */
	LIGHT(1280, 860, ColorScheme.LIGHT),

	/**
	 * A wide window in dark colours.
	 */
	DARK(1280, 860, ColorScheme.DARK),

	/**
	 * The narrowest phone.
	 */
	PHONE(360, 740, ColorScheme.LIGHT);

	private final int width;

	private final int height;

	private final ColorScheme colors;

	Look(int width, int height, ColorScheme colors) {
		this.width = width;
		this.height = height;
		this.colors = colors;
	}

	NewContextOptions options() {
		return new NewContextOptions().setViewportSize(this.width, this.height)
			.setColorScheme(this.colors)
			.setReducedMotion(ReducedMotion.REDUCE);
	}

}
