package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.tandemml.model.Folders;
import org.tandemml.registry.home.StartupException;

/**
 * The server's files, and the password of its only account. Made once, all or nothing: a kill in
 * between leaves what the next start removes.
 *
 * @param path PostgreSQL's data folder
 * @param password generated; in a file that only its owner reads
 */
record DataFolder(Path path, String password) {
    /** The server's only account. */
    static final String USER = "tandem";

    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final int PASSWORD_BYTES = 24;

    /** Where the data folder is, or will be. */
    static Path in(Path folder) {
        return folder.resolve("data");
    }

    /** Opens the data folder; it is made if it is not there. */
    static DataFolder open(Path folder, PostgresBinaries binaries, Account account)
            throws IOException {
        Path path = in(folder);
        Path secret = folder.resolve("password");
        if (!Files.exists(secret)) {
            if (Files.exists(path)) {
                throw new StartupException(
                        "The database's password file "
                                + secret
                                + " is missing; put it back from a backup.");
            }
            generate(secret, account);
        }
        account.own(secret);
        if (!Files.isDirectory(path)) {
            initialise(folder, path, secret, binaries, account);
        }
        return new DataFolder(path, Files.readString(secret).strip());
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static void generate(Path secret, Account account) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Path folder = secret.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(folder, ".password", null, ownerOnly("rw-------"));
        Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        force(fresh);
        Files.move(fresh, secret, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    private static void initialise(
            Path folder, Path path, Path secret, PostgresBinaries binaries, Account account)
            throws IOException {
        Path fresh = folder.resolve("data.new");
        Folders.delete(fresh);
        Files.createDirectory(fresh, ownerOnly("rwx------"));
        account.own(fresh);
        Command.Result init =
                account.run(
                        DEADLINE,
                        List.of(
                                binaries.program("initdb"),
                                "--pgdata=" + fresh,
                                "--username=" + USER,
                                "--pwfile=" + secret,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums"));
        if (!init.succeeded()) {
            throw new StartupException(
                    "The database cannot be initialised in "
                            + folder
                            + ": "
                            + ServerLog.reason(init.output())
                            + ". Make room there, or choose another TANDEM_HOME.");
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
