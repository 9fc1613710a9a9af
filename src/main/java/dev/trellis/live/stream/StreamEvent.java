package dev.trellis.live.stream;

import java.nio.charset.StandardCharsets;

/**
 * One event of a stream, as the browser gets it (HTML Standard, 9.2 Server-sent events).
 *
 * @param name its name, a plain word
 * @param data what it says; may have several lines
 */
public record StreamEvent(String name, String data) {

	/**
	 * The event's lines, without its id and its end.
	 * @return the lines in UTF-8
	 */
	byte[] lines() {
		StringBuilder text = new StringBuilder("event: ").append(this.name).append('\n');
		this.data.lines()
			.filter((line) -> !line.isBlank())
			.forEach((line) -> text.append("data: ").append(line).append('\n'));
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
