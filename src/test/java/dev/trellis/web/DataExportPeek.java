package dev.trellis.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;

import org.springframework.context.ApplicationContext;

/**
 * Lets tests read what people download, byte by byte.
 */
public final class DataExportPeek {

	private DataExportPeek() {
	}

	/**
	 * Writes everything that is kept of a person.
	 * @param node a running Trellis
	 * @param userId the person
	 * @return the zip
	 * @throws IOException never
	 */
	public static byte[] write(ApplicationContext node, UUID userId) throws IOException {
		ByteArrayOutputStream zip = new ByteArrayOutputStream();
		node.getBean(DataExport.class).write(userId, zip);
		return zip.toByteArray();
	}

}
