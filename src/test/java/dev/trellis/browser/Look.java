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
	LIGHT(1280, 860, ColorScheme.LIGHT, "en"),

	/**
	 * A wide window in dark colours.
	 */
	DARK(1280, 860, ColorScheme.DARK, "en"),

	/**
	 * The narrowest phone.
	 */
	PHONE(360, 740, ColorScheme.LIGHT, "en"),

	/**
	 * The narrowest phone, of somebody who reads the language of long words.
	 */
	GERMAN(360, 740, ColorScheme.LIGHT, "de");

	private final int width;

	private final int height;

	private final ColorScheme colors;

	private final String language;

	Look(int width, int height, ColorScheme colors, String language) {
		this.width = width;
		this.height = height;
		this.colors = colors;
		this.language = language;
	}

	NewContextOptions options() {
		return new NewContextOptions().setViewportSize(this.width, this.height)
			.setColorScheme(this.colors)
			.setLocale(this.language)
			.setReducedMotion(ReducedMotion.REDUCE);
	}

}
