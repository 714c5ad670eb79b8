package org.tandemml.serving.engine.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Brings the data that a model keeps in other files into the model itself, so that ONNX Runtime
 * never opens a file that a model names. Only regular files of the model's folder are read, that
 * have no second name elsewhere.
 */
final class ExternalData {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .+-]{0,254}");
    private static final long MAX_BYTES = 1L << 30;

    private final byte[] file;
    private final Path folder;

    ExternalData(byte[] file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * Where the graph is in the file.
     *
     * @param from its tag
     * @param content its content
     * @param end the first byte after it
     */
    record Span(int from, int content, int end) {}

    /** The file's bytes with all data of initializers inside. */
    byte[] inlined(Graph graph, Span span) throws ModelLoadException {
        requireNoneInside(graph);
        if (graph.stored().stream().allMatch(tensor -> tensor.external() == null)) {
            return file;
        }
        ByteArrayOutputStream main = new ByteArrayOutputStream(file.length);
        Fields fields = Fields.of(file);
        while (fields.next()) {
            if (fields.fieldFrom() == span.from()) {
                break;
            }
        }
        Fields inner = fields.message("the graph");
        int next = 0;
        while (inner.next()) {
            if (inner.number() == GraphReader.INITIALIZER
                    && graph.stored().get(next++).external() != null) {
                StoredTensor tensor = graph.stored().get(next - 1);
                byte[] whole = inlined(tensor, inner.message("an initializer"));
                tag(main, GraphReader.INITIALIZER, whole.length);
                main.writeBytes(whole);
            } else {
                main.write(file, inner.fieldFrom(), inner.fieldEnd() - inner.fieldFrom());
            }
            requireSmall(main.size());
        }
        ByteArrayOutputStream result = new ByteArrayOutputStream(main.size() + file.length / 8);
        result.write(file, 0, span.from());
        tag(result, 7, main.size());
        result.writeBytes(main.toByteArray());
        result.write(file, span.end(), file.length - span.end());
        return result.toByteArray();
    }

    /** Initializers of inner graphs keep their data with them. */
    private static void requireNoneInside(Graph graph) throws ModelLoadException {
        for (Node node : graph.nodes()) {
            for (Node.Attribute attribute : node.attributes().values()) {
                for (Graph inner : attribute.graphs()) {
                    for (StoredTensor tensor : inner.stored()) {
                        if (tensor.external() != null) {
                            throw refused(
                                    tensor, "only initializers of the main graph may have that");
                        }
                    }
                    requireNoneInside(inner);
                }
            }
        }
    }

    private byte[] inlined(StoredTensor tensor, Fields fields) throws ModelLoadException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        while (fields.next()) {
            boolean left =
                    switch (fields.number()) {
                        case StoredTensor.RAW_DATA,
                                StoredTensor.EXTERNAL_DATA,
                                StoredTensor.DATA_LOCATION ->
                                true;
                        default -> false;
                    };
            if (!left) {
                copy.write(file, fields.fieldFrom(), fields.fieldEnd() - fields.fieldFrom());
            }
        }
        byte[] data = read(tensor);
        tag(copy, StoredTensor.RAW_DATA, data.length);
        copy.writeBytes(data);
        return copy.toByteArray();
    }

    private byte[] read(StoredTensor tensor) throws ModelLoadException {
        Map<String, String> entries = Objects.requireNonNull(tensor.external());
        if (tensor.type() == ElementType.STRING) {
            throw refused(tensor, "texts cannot be external");
        }
        long wanted = tensor.type().bytes(tensor.elements());
        requireSmall(wanted);
        long offset = number(tensor, entries.get("offset"), 0);
        long length = number(tensor, entries.get("length"), wanted);
        if (length != wanted) {
            throw refused(
                    tensor, "its length is %d, its elements need %d".formatted(length, wanted));
        }
        Path data = locate(tensor, entries.get("location"));
        try (FileChannel channel =
                FileChannel.open(
                        data, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (offset > channel.size() || length > channel.size() - offset) {
                throw refused(
                        tensor,
                        "bytes %d to %d are asked for, and the file has %d"
                                .formatted(offset, offset + length, channel.size()));
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw refused(tensor, "the file became shorter");
                }
            }
            return bytes.array();
        } catch (IOException unreadable) {
            throw refused(tensor, "the file cannot be read");
        }
    }

    private Path locate(StoredTensor tensor, @Nullable String name) throws ModelLoadException {
        if (name == null || !NAME.matcher(name).matches()) {
            throw refused(tensor, "its location is not the name of a file beside the model file");
        }
        try {
            Path data = folder.resolve(name);
            if (!Files.isRegularFile(data, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(tensor, "the model folder has no such regular file");
            }
            if (Files.getAttribute(data, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                            instanceof Integer links
                    && links > 1) {
                throw refused(tensor, "the file has a second name, perhaps outside of the folder");
            }
            return data;
        } catch (IOException | InvalidPathException | UnsupportedOperationException unusable) {
            throw refused(tensor, "the file cannot be opened");
        }
    }

    private static long number(StoredTensor tensor, @Nullable String text, long fallback)
            throws ModelLoadException {
        if (text == null) {
            return fallback;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw refused(tensor, "its offset or length is no whole number");
        }
        return Long.parseLong(text);
    }

    private static void requireSmall(long bytes) throws ModelLoadException {
        if (bytes > MAX_BYTES) {
            throw new ModelLoadException(
                    "The ONNX model with its external data is larger than the %d MiB that are read."
                            .formatted(MAX_BYTES >> 20));
        }
    }

    private static ModelLoadException refused(StoredTensor tensor, String why) {
        return new ModelLoadException(
                "The ONNX file's tensor '%s' has external data, which is refused: %s."
                        .formatted(Texts.excerpt(tensor.name()), why));
    }

    /** The head of a field with bytes. */
    private static void tag(ByteArrayOutputStream out, int field, int length) {
        out.write(field << 3 | 2);
        int rest = length;
        while (rest >= 0x80) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
