package org.tandemml.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may enter new folders, where the file system has permissions. */
final class FolderModes {
    private FolderModes() {}

    /** Nobody but the owner. */
    static FileAttribute<?>[] ownerOnly(Path place) {
        return isPosix(place)
                ? attributes(PosixFilePermissions.fromString("rwx------"))
                : new FileAttribute<?>[0];
    }

    /** Those who may enter another folder, less what the process' umask takes away. */
    static FileAttribute<?>[] like(Path folder) throws IOException {
        return isPosix(folder)
                ? attributes(Files.getPosixFilePermissions(folder))
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
