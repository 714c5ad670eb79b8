package org.tandemml.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tandemml.e2e.Registrar.RefusedException;

/**
 * A hostile model and the slots of the serving service in which it follows a good one.
 *
 * @param name of its folder
 * @param slots names of models
 * @param reason what the reason for its refusal must hold; empty if it is not known
 * @param next makes the hostile one the release that those slots should serve
 */
record HostileModel(String name, List<String> slots, String reason, Publication next) {
    private static final String PREFIX = "hostile-";
    private static final String AIM = "@outside@";
    private static final int COMMENT_BYTES = 52_428_800;

    /** How a model is published. */
    interface Publication {
        void publish() throws IOException, InterruptedException, RefusedException;
    }

    /**
     * Registers the good one as version 1; the hostile one will be version 2.
     *
     * @param folder holds {@code model/}
     * @param number tells it from others of its name
     * @param source where the good one was uploaded
     * @param work a folder for files that are made
     */
    static HostileModel registered(
            Path folder, int number, Registrar registrar, String source, Path work)
            throws IOException, InterruptedException, RefusedException {
        String name = folder.getFileName().toString();
        String model = PREFIX + number + "-" + name;
        registrar.create(model);
        registrar.promote(model, source);
        Map<String, Path> files =
                aimed(model, arriving(name, filesOf(folder.resolve("model")), work), work);
        return new HostileModel(
                name,
                List.of(model),
                reasonOf(folder),
                () -> registrar.promote(model, registrar.upload(model, files)));
    }

    /**
     * Folders on this machine that are served themselves, as links cannot be sent to a registry. A
     * link takes the place of the model file of one, and of the whole other one; both lead to files
     * that could be served.
     *
     * @param folder holds {@code model/}
     * @param good the folder of a model
     * @param work an empty folder
     */
    static HostileModel linked(Path folder, Path good, Path work) throws IOException {
        Path file = work.resolve(PREFIX + "link-to-file");
        Path whole = work.resolve(PREFIX + "link-to-folder");
        Path outside = work.resolve("outside");
        for (Path copy : List.of(file, whole, outside)) {
            copy(good, copy);
        }
        return new HostileModel(
                folder.getFileName().toString(),
                List.of(file.getFileName().toString(), whole.getFileName().toString()),
                reasonOf(folder),
                () -> {
                    for (Path model : filesOf(file).values()) {
                        if (!model.endsWith("MLmodel")) {
                            Files.delete(model);
                            Files.createSymbolicLink(
                                    model, outside.resolve(file.relativize(model)));
                        }
                    }
                    Folders.delete(whole);
                    Files.createSymbolicLink(whole, outside);
                });
    }

    private static String reasonOf(Path folder) throws IOException {
        Path reason = folder.resolve("reason.txt");
        return Files.exists(reason) ? Files.readString(reason).strip() : "";
    }

    /** The files of a model folder by their paths inside of it, slashes between segments. */
    static Map<String, Path> filesOf(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            found.filter(Files::isRegularFile)
                    .forEach(file -> files.put(folder.relativize(file).toString(), file));
        }
        return files;
    }

    private static void copy(Path folder, Path target) throws IOException {
        for (Map.Entry<String, Path> file : filesOf(folder).entrySet()) {
            Path copy = target.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.copy(file.getValue(), copy);
        }
    }

    /** A file that no model may read, or another name that begins so come to be. */
    static Path outside(Path work) {
        return work.resolve("outside.txt");
    }

    /** Copies of files that aim at one outside, with its path in the place of a word. */
    private static Map<String, Path> aimed(String model, Map<String, Path> files, Path work)
            throws IOException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String text = Files.readString(file.getValue(), StandardCharsets.ISO_8859_1);
            if (text.contains(AIM)) {
                Path copy = work.resolve(model + "-" + file.getValue().getFileName());
                String path = outside(work).toString();
                Files.writeString(copy, text.replace(AIM, path), StandardCharsets.ISO_8859_1);
                file.setValue(copy);
            }
        }
        return files;
    }

    /** Makes what does not travel, as the notes of two models ask for. */
    private static Map<String, Path> arriving(String name, Map<String, Path> files, Path work)
            throws IOException {
        if (name.equals("mlmodel-50-megabytes")) {
            // Written, not copied: a copy of what nobody may write could not be made longer.
            String comment = "\n# " + "x".repeat(COMMENT_BYTES) + "\n";
            String longer = Files.readString(files.get("MLmodel")) + comment;
            files.put("MLmodel", Files.writeString(work.resolve("MLmodel"), longer));
        } else if (name.equals("name-with-newline-and-nul")) {
            files.put("a\nb.pmml", files.get("model.pmml"));
            files.put("model.pmml\0.txt", files.remove("model.pmml"));
        }
        return files;
    }
}
