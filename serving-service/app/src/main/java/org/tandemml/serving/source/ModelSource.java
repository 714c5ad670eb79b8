package org.tandemml.serving.source;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.naming.Target;

/** Tells what is to be served and hands out its files. Safe for use by several threads. */
public interface ModelSource {

    /**
     * Finds what each target points to now. A model that {@link Target.Every} matches by name but
     * that has no version in the stage is there too, as {@link Wanted.Nothing}.
     *
     * @param targets those that {@link #serves} says yes to
     * @throws SourceException if the answer is not known; what is served then stays as it is
     */
    Map<SlotKey, Wanted> resolve(Collection<Target> targets) throws SourceException;

    /** Whether targets of this kind are this source's. */
    boolean serves(Target target);

    /** Whether this release came from this source. */
    boolean serves(Release release);

    /**
     * Lists a release's files.
     *
     * @throws SourceException if they are not there, or are more, larger or deeper than the limits
     */
    List<SourceFile> files(Release release) throws SourceException;

    /**
     * Reads a file.
     *
     * @param file one of {@link #files}
     * @param sink takes its bytes
     * @throws SourceException if it cannot be read whole
     * @throws IOException if the sink fails
     */
    void read(SourceFile file, ByteSink sink) throws SourceException, IOException;
}
