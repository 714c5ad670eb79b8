package org.tandemml.artifact.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tandemml.artifact.ArtifactEntry;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.DirectTransfers;
import org.tandemml.artifact.Expectation;
import org.tandemml.artifact.OpenArtifact;
import org.tandemml.artifact.StoredArtifact;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Artifacts as objects of a bucket, each under its own path, so that MLflow's clients can read and
 * write them too. S3 shows an object only once it is whole, and keeps it once it has said so.
 * Objects whose keys break the rule of {@link ArtifactPath}, such as those that some programs make
 * for a folder, are not there.
 *
 * <p>A server that cannot be reached is given up after seconds: {@code TEMPORARILY_UNAVAILABLE}. A
 * call takes one or two requests; those of a folder take one for each thousand files.
 */
public final class S3Store implements ArtifactStore {
    private final Bucket bucket;
    private final Keys keys;
    private final DirectTransfers directTransfers;

    private S3Store(Bucket bucket, Keys keys) {
        this.bucket = bucket;
        this.keys = keys;
        this.directTransfers = new S3DirectTransfers(bucket, keys);
    }

    /**
     * A store; the server is not asked yet, {@link #check} does so.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the settings cannot be right
     */
    public static S3Store open(S3Settings settings) {
        return new S3Store(new Bucket(settings), new Keys(settings.location().prefix()));
    }

    /**
     * Asks the server whether the bucket is there and may be read.
     *
     * @throws TandemException {@code TEMPORARILY_UNAVAILABLE} if there is no answer; {@code
     *     INTERNAL_ERROR}, with what to do about it, if the server refuses
     */
    public void check() {
        Listing.first(bucket, keys.below(ArtifactPath.ROOT)).findFirst();
    }

    @Override
    public StoredArtifact put(ArtifactPath path, InputStream content, Expectation expected)
            throws IOException {
        requireBelowRoot(path);
        try {
            return new Upload(bucket, keys.of(path), expected).send(content);
        } catch (TandemException failed) {
            throw answered(failed) && isInTheWay(path) ? inTheWay(path, failed) : failed;
        }
    }

    /** Whether the server was there and refused, which it may have done for the path. */
    private static boolean answered(TandemException failed) {
        boolean refused =
                failed.code() == ErrorCode.TEMPORARILY_UNAVAILABLE
                        || failed.code() == ErrorCode.INTERNAL_ERROR;
        return refused && failed.getCause() == null;
    }

    /**
     * Whether what is stored leaves no place for a file on servers that keep objects in folders.
     */
    private boolean isInTheWay(ArtifactPath path) {
        for (ArtifactPath above = path.parent(); !above.isRoot(); above = above.parent()) {
            if (bucket.head(keys.of(above)).isPresent()) {
                return true;
            }
        }
        return holdsFile(path);
    }

    private static TandemException inTheWay(ArtifactPath path, TandemException cause) {
        return new TandemException(
                ErrorCode.RESOURCE_CONFLICT,
                "The S3 server cannot store '"
                        + Texts.excerpt(path.toString())
                        + "': a file is where it needs a folder, or a folder where it needs a"
                        + " file.",
                cause);
    }

    @Override
    public OpenArtifact open(ArtifactPath path) {
        if (path.isRoot()) {
            throw folder(path);
        }
        String key = keys.of(path);
        return bucket.get(key)
                .map(answer -> new S3Artifact(bucket, key, answer))
                .orElseThrow(() -> holdsFile(path) ? folder(path) : missing(path));
    }

    @Override
    public Optional<ArtifactEntry> stat(ArtifactPath path) {
        if (path.isRoot()) {
            return Optional.of(new ArtifactEntry(path, true, 0));
        }
        return bucket.head(keys.of(path))
                .map(found -> new ArtifactEntry(path, false, found.size()))
                .or(
                        () ->
                                holdsFile(path)
                                        ? Optional.of(new ArtifactEntry(path, true, 0))
                                        : Optional.empty());
    }

    @Override
    public Stream<ArtifactEntry> list(ArtifactPath folder) {
        return Listing.oneLevel(bucket, keys.below(folder)).flatMap(this::entry);
    }

    @Override
    public Stream<ArtifactEntry> files(ArtifactPath folder) {
        return Listing.all(bucket, keys.below(folder)).flatMap(this::entry);
    }

    private Stream<ArtifactEntry> entry(Listing.Entry found) {
        String key = found.key();
        String bare = found.folder() ? key.substring(0, key.length() - 1) : key;
        return keys
                .path(bare)
                .map(path -> new ArtifactEntry(path, found.folder(), found.size()))
                .stream();
    }

    @Override
    public void delete(ArtifactPath path) {
        requireBelowRoot(path);
        List<String> batch = new ArrayList<>(List.of(keys.of(path)));
        Iterator<String> below =
                Listing.all(bucket, keys.below(path)).map(Listing.Entry::key).iterator();
        while (below.hasNext()) {
            batch.add(below.next());
            if (batch.size() == Bucket.PAGE) {
                bucket.delete(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            bucket.delete(batch);
        }
    }

    @Override
    public Optional<DirectTransfers> directTransfers() {
        return Optional.of(directTransfers);
    }

    @Override
    public void close() {
        bucket.close();
    }

    private boolean holdsFile(ArtifactPath folder) {
        return Listing.first(bucket, keys.below(folder)).flatMap(this::entry).findAny().isPresent();
    }

    static void requireBelowRoot(ArtifactPath path) {
        if (path.isRoot()) {
            throw TandemException.invalid("Invalid path '': expected the path of an artifact.");
        }
    }

    private static TandemException folder(ArtifactPath path) {
        return TandemException.invalid(
                "Invalid path '"
                        + Texts.excerpt(path.toString())
                        + "': it is a folder; expected a file.");
    }

    static TandemException missing(ArtifactPath path) {
        return TandemException.notFound("No artifact at '" + Texts.excerpt(path.toString()) + "'.");
    }
}
