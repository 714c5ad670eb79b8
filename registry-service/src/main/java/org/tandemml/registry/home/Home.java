package org.tandemml.registry.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code TANDEM_HOME}: all that a registry keeps on this machine. Nobody but its owner
 * reads it.
 *
 * @param path absolute
 */
public record Home(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    public Home {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * Makes the folder if it is not there, and checks that this process may write into it.
     *
     * @throws StartupException if it cannot be used
     */
    public static Home open(Path path) {
        Home home = new Home(path);
        home.folder(home.path);
        try {
            Files.delete(Files.createTempFile(home.path, ".writable", null));
        } catch (IOException refused) {
            throw unusable(home.path, "is not writable for this user", refused);
        }
        return home;
    }

    /** The embedded database. */
    public Path postgres() {
        return folder(path.resolve("postgres"));
    }

    /** The artifacts, unless {@code TANDEM_ARTIFACTS_ROOT} says otherwise. */
    public Path artifacts() {
        return folder(path.resolve("artifacts"));
    }

    private Path folder(Path folder) {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw unusable(folder, "is not a folder", null);
        }
        try {
            Path parent = folder.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            return folder;
        } catch (IOException refused) {
            throw unusable(folder, "cannot be created", refused);
        }
    }

    private static StartupException unusable(
            Path folder, String what, @Nullable IOException cause) {
        String reason = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
        return new StartupException(
                "The folder "
                        + folder
                        + " "
                        + what
                        + reason
                        + "; give TANDEM_HOME a folder that this user may write.",
                cause);
    }
}
