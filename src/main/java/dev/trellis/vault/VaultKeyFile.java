package dev.trellis.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the vault's keys where nobody gives any: one {@code id:key} per
 * line, readable by its owner alone. It is whole or not there at all.
 */
final class VaultKeyFile {

	private static final Logger logger = LoggerFactory.getLogger(VaultKeyFile.class);

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private final Path file;

	VaultKeyFile(Path file) {
		this.file = file.toAbsolutePath().normalize();
	}

	List<Secret> readOrMake() {
		try {
			if (Files.notExists(this.file)) {
				make();
			}
			List<Secret> keys = Files.readAllLines(this.file, StandardCharsets.US_ASCII)
				.stream()
				.filter((line) -> !line.isBlank())
				.map(Secret::of)
				.toList();
			if (keys.isEmpty()) {
				throw new VaultException("The key file " + this.file + " is empty.", null);
			}
			return keys;
		}
		catch (IOException ex) {
			throw new VaultException("The key file " + this.file + " cannot be read or made.", ex);
		}
	}

	private void make() throws IOException {
		Files.createDirectories(this.file.getParent());
		Path draft = Files.createTempFile(this.file.getParent(), "vault", ".tmp", ownerOnly());
		try {
			try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
				channel.write(StandardCharsets.US_ASCII.encode(VaultKeys.generate(1).reveal() + "\n"));
				channel.force(true);
			}
			Files.createLink(this.file, draft);
			logger.warn("Made a key for the vault in {}: keep a copy, since without it every link has to be made anew",
					this.file);
		}
		catch (FileAlreadyExistsException ex) {
			logger.info("Another process made the key file {} first", this.file);
		}
		catch (UnsupportedOperationException ex) {
			Files.move(draft, this.file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(draft);
		}
	}

	private static FileAttribute<?>[] ownerOnly() {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER_ONLY) }
				: new FileAttribute<?>[0];
	}

}
