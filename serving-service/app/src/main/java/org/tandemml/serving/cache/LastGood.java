package org.tandemml.serving.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;
import org.tandemml.serving.naming.Ref;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.source.Release;

/**
 * Remembers across restarts which release each slot served last, so that this process can serve
 * while the registry is away.
 */
public final class LastGood {
    private static final Logger LOG = Logger.getLogger(LastGood.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /**
     * One remembered slot.
     *
     * @param release what it served
     * @param digest of that release's files
     */
    public record Memory(Release release, String digest) {}

    /**
     * @param root the cache's folder, which exists
     */
    public LastGood(Path root) {
        this.file = root.resolve("last-good.json");
    }

    /** What was remembered; nothing if there is no file or it is damaged, which is logged. */
    public Map<SlotKey, Memory> read() {
        Map<SlotKey, Memory> memories = new LinkedHashMap<>();
        try {
            if (Files.isRegularFile(file)) {
                for (Line line : JSON.readValue(Files.readString(file), Line[].class)) {
                    memories.put(line.key(), line.memory());
                }
            }
        } catch (IOException | RuntimeException damaged) {
            // Whatever the file holds, the registry can be asked instead.
            LOG.warnf("event=last_good_damaged reason=%s", damaged.getClass().getSimpleName());
        }
        return memories;
    }

    /** Remembers exactly these. */
    public void write(Map<SlotKey, Memory> memories) throws IOException {
        List<Line> lines = new ArrayList<>();
        memories.forEach((key, memory) -> lines.add(Line.of(key, memory)));
        Path fresh = file.resolveSibling("last-good." + UUID.randomUUID() + ".tmp");
        try {
            DurableFiles.write(fresh, text(lines));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.sync(file.toAbsolutePath().getParent());
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static String text(List<Line> lines) {
        try {
            return JSON.writeValueAsString(lines);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The form in the file. */
    record Line(
            String name,
            String ref,
            @Nullable Integer version,
            @Nullable String stage,
            String origin,
            long createdAt,
            String digest) {

        static Line of(SlotKey key, Memory memory) {
            Release release = memory.release();
            return new Line(
                    key.name().value(),
                    key.ref().text(),
                    release.version() == null ? null : release.version().value(),
                    release.stage() == null ? null : release.stage().wireName(),
                    release.origin(),
                    release.createdAt(),
                    memory.digest());
        }

        SlotKey key() {
            return new SlotKey(
                    new ModelName(name), ref.isEmpty() ? new Ref.Only() : Ref.parse(ref));
        }

        Memory memory() {
            Optional<Stage> known = stage == null ? Optional.empty() : Stage.find(stage);
            return new Memory(
                    new Release(
                            new ModelName(name),
                            version == null ? null : new VersionNumber(version),
                            known.orElse(null),
                            origin,
                            createdAt),
                    digest);
        }
    }
}
