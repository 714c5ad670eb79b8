package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tandemml.model.Folders;
import org.tandemml.registry.home.StartupException;

/**
 * PostgreSQL's programs, unpacked once from the class path into a folder that is named after their
 * digest.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path folder) {
    private static final String PREFIX = "programs-";

    /** The path of one program. */
    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /** Unpacks the programs into the parent folder, unless they are there already. */
    static PostgresBinaries in(Path parent) {
        String archive = archive();
        try {
            Path folder = parent.resolve(PREFIX + digest(archive).substring(0, 16));
            if (!Files.isDirectory(folder)) {
                Path fresh = Files.createTempDirectory(parent, ".unpacking");
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                try (InputStream packed = open(archive)) {
                    TarXz.unpack(packed, fresh);
                }
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            removeOthers(parent, folder);
            return new PostgresBinaries(folder);
        } catch (IOException broken) {
            throw new StartupException(
                    "PostgreSQL's programs cannot be unpacked into "
                            + parent
                            + " ("
                            + broken.getMessage()
                            + "); make room there, or set TANDEM_DATABASE_URL.",
                    broken);
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (system.equals("linux")) {
            switch (machine) {
                case "amd64", "x86_64" -> {
                    return "postgres-linux-x86_64.txz";
                }
                case "aarch64", "arm64" -> {
                    return "postgres-linux-arm_64.txz";
                }
                default -> {}
            }
        }
        throw new StartupException(
                "There is no embedded PostgreSQL for "
                        + system
                        + " on "
                        + machine
                        + "; set TANDEM_DATABASE_URL to one of your own.");
    }

    private static InputStream open(String archive) {
        InputStream packed =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(archive);
        if (packed == null) {
            throw new StartupException(
                    "The archive " + archive + " is not on the class path; build Tandem again.");
        }
        return packed;
    }

    private static String digest(String archive) throws IOException {
        try (DigestInputStream packed =
                new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            packed.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(packed.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Removes the programs of other releases, and what a killed process had half unpacked. */
    private static void removeOthers(Path parent, Path current) throws IOException {
        List<Path> others;
        try (Stream<Path> entries = Files.list(parent)) {
            others =
                    entries.filter(entry -> !entry.equals(current))
                            .filter(entry -> isOurs(entry.getFileName().toString()))
                            .toList();
        }
        for (Path other : others) {
            Folders.delete(other);
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith(PREFIX) || name.startsWith(".unpacking");
    }
}
