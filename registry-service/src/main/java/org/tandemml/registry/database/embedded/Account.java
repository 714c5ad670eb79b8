package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tandemml.registry.home.StartupException;

/**
 * Who PostgreSQL's programs run as. PostgreSQL refuses root; so as root they run in a user
 * namespace in which root has another number (the files stay root's, the home stays closed), or,
 * where namespaces are refused, as another account that owns the data folder. Once a data folder
 * exists, its owner decides.
 *
 * @param uid who owns the files
 * @param gid their group
 * @param prefix what stands before each command
 */
record Account(int uid, int gid, List<String> prefix) {
    private static final int ROOT = 0;
    private static final Duration AT_ONCE = Duration.ofSeconds(10);
    private static final List<String> NAMESPACE =
            List.of("unshare", "--user", "--map-user=65534", "--map-group=65534");
    private static final List<String> CANDIDATES = List.of("postgres", "nobody");

    /**
     * The account for a folder that holds or will hold a data folder.
     *
     * @throws StartupException if there is none
     */
    static Account of(Path folder, Path data) {
        return of(folder, data, Account::namespaceWorks);
    }

    /**
     * The same, where it is known whether there are user namespaces.
     *
     * @param namespaces asked only as root
     */
    static Account of(Path folder, Path data, BooleanSupplier namespaces) {
        int self = number("-u").orElseThrow(() -> unusable("the program id is missing"));
        int group = number("-g").orElseThrow(() -> unusable("the program id is missing"));
        if (Files.exists(data)) {
            return ofOwner(folder, data, self, group, namespaces);
        }
        if (self != ROOT) {
            return new Account(self, group, List.of());
        }
        if (namespaces.getAsBoolean()) {
            return new Account(self, group, NAMESPACE);
        }
        for (String name : CANDIDATES) {
            Optional<Integer> uid = number("-u", name);
            Optional<Integer> gid = number("-g", name);
            if (uid.isPresent() && gid.isPresent() && !uid.get().equals(ROOT)) {
                return other(folder, uid.get(), gid.get());
            }
        }
        throw unusable("no user namespaces, no account postgres or nobody");
    }

    private static Account ofOwner(
            Path folder, Path data, int self, int group, BooleanSupplier namespaces) {
        int uid = attribute(data, "unix:uid");
        int gid = attribute(data, "unix:gid");
        if (self != ROOT) {
            if (uid != self) {
                throw new StartupException(
                        "The database folder "
                                + data
                                + " belongs to user number "
                                + uid
                                + ", not to this user ("
                                + self
                                + "); start Tandem as its owner or choose another TANDEM_HOME.");
            }
            return new Account(self, group, List.of());
        }
        if (uid != ROOT) {
            return other(folder, uid, gid);
        }
        if (namespaces.getAsBoolean()) {
            return new Account(uid, gid, NAMESPACE);
        }
        throw unusable("no user namespaces, and " + data + " belongs to root");
    }

    private static Account other(Path folder, int uid, int gid) {
        List<String> prefix =
                List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
        Account account = new Account(uid, gid, prefix);
        account.letThrough(folder);
        if (!account.run(AT_ONCE, List.of("test", "-x", folder.toString())).succeeded()) {
            throw new StartupException(
                    "PostgreSQL cannot run as root, and user number "
                            + uid
                            + " cannot reach "
                            + folder
                            + "; start Tandem as an ordinary user, choose a TANDEM_HOME that"
                            + " others may pass, or set TANDEM_DATABASE_URL.");
        }
        return account;
    }

    /** The other account must pass the home and our folder in it, and may list neither. */
    private void letThrough(Path folder) {
        try {
            Path home = folder.toAbsolutePath().getParent();
            for (Path closed : home == null ? List.of(folder) : List.of(home, folder)) {
                Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx--x--x"));
            }
        } catch (IOException refused) {
            throw unusable(folder + " cannot be opened to user number " + uid);
        }
    }

    private static boolean namespaceWorks() {
        return Command.run(AT_ONCE, NAMESPACE, List.of("true")).succeeded();
    }

    /** Runs a program as this account. */
    Command.Result run(Duration deadline, List<String> command) {
        return Command.run(deadline, prefix, command);
    }

    /** Gives a file or an empty folder to this account. */
    void own(Path path) throws IOException {
        if (attribute(path, "unix:uid") != uid) {
            Files.setAttribute(path, "unix:gid", gid);
            Files.setAttribute(path, "unix:uid", uid);
        }
    }

    private static Optional<Integer> number(String... arguments) {
        List<String> command = new ArrayList<>(List.of("id"));
        command.addAll(List.of(arguments));
        Command.Result id = Command.run(AT_ONCE, command);
        return id.succeeded()
                ? Optional.of(Integer.parseInt(id.output().strip()))
                : Optional.empty();
    }

    private static int attribute(Path path, String name) {
        try {
            return (Integer) Files.getAttribute(path, name);
        } catch (IOException unreadable) {
            throw new StartupException("The owner of " + path + " cannot be read.", unreadable);
        }
    }

    private static StartupException unusable(String why) {
        return new StartupException(
                "PostgreSQL cannot run as root here ("
                        + why
                        + "); start Tandem as an ordinary user or set TANDEM_DATABASE_URL.");
    }
}
