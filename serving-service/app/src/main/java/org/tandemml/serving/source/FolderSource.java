package org.tandemml.serving.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.naming.Target;

/**
 * Model folders on this machine. A folder whose files change in size or time is another release.
 * Symbolic links are neither followed nor served.
 */
final class FolderSource implements ModelSource {
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public boolean serves(Target target) {
        return target instanceof Target.Folder;
    }

    @Override
    public boolean serves(Release release) {
        return release.version() == null;
    }

    @Override
    public Map<SlotKey, Wanted> resolve(Collection<Target> targets) throws SourceException {
        Map<SlotKey, Wanted> wanted = new HashMap<>();
        for (Target target : targets) {
            if (target instanceof Target.Folder folder) {
                wanted.put(folder.key(), resolve(folder));
            }
        }
        return wanted;
    }

    private static Wanted resolve(Target.Folder folder) throws SourceException {
        if (!Files.isDirectory(folder.path())) {
            return new Wanted.Nothing("there is no folder at " + folder.uri());
        }
        long fingerprint = 17;
        for (Found found : walk(folder.path())) {
            fingerprint =
                    31 * fingerprint + 31L * found.file().name().hashCode() + found.file().size();
            fingerprint = 31 * fingerprint + found.modifiedNanos();
        }
        return new Wanted.Served(
                new Release(
                        folder.key().name(), null, null, folder.path().toString(), fingerprint));
    }

    @Override
    public List<SourceFile> files(Release release) throws SourceException {
        List<SourceFile> files = walk(Path.of(release.origin())).stream().map(Found::file).toList();
        return FileLimits.requireBounded(files);
    }

    @Override
    public void read(SourceFile file, ByteSink sink) throws SourceException, IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel =
                FileChannel.open(
                        Path.of(file.location()),
                        StandardOpenOption.READ,
                        LinkOption.NOFOLLOW_LINKS)) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                sink.write(buffer);
                buffer.clear();
            }
        }
    }

    private static List<Found> walk(Path root) throws SourceException {
        List<Found> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            if (attributes.isRegularFile()) {
                                found.add(Found.of(root, file, attributes));
                            }
                            return found.size() > FileLimits.MAX_FILES
                                    ? FileVisitResult.TERMINATE
                                    : FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException unreadable) {
            throw SourceException.unavailable(
                    "the folder cannot be read (" + unreadable.getClass().getSimpleName() + ")",
                    unreadable);
        }
        for (Found each : found) {
            FileLimits.requireShallow(each.file().path().size() - 1);
            for (String segment : each.file().path()) {
                FileLimits.requireSafe(segment);
            }
        }
        found.sort((a, b) -> a.file().name().compareTo(b.file().name()));
        return found;
    }

    private record Found(SourceFile file, long modifiedNanos) {
        static Found of(Path root, Path file, BasicFileAttributes attributes) {
            List<String> path = new ArrayList<>();
            root.relativize(file).forEach(segment -> path.add(segment.toString()));
            return new Found(
                    new SourceFile(path, attributes.size(), file.toString()),
                    attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS));
        }
    }
}
