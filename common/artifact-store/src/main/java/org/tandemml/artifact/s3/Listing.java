package org.tandemml.artifact.s3;

import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListObjectsResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The keys that begin with a prefix, a page at a time, each page when it is needed. */
final class Listing implements Iterator<List<Listing.Entry>> {
    private static final Comparator<Entry> BY_BYTES =
            Comparator.comparing(
                    entry -> entry.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Bucket bucket;
    private final String prefix;
    private final @Nullable String delimiter;
    private final int pageSize;
    private @Nullable String next;
    private boolean ended;

    private Listing(Bucket bucket, String prefix, @Nullable String delimiter, int pageSize) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.delimiter = delimiter;
        this.pageSize = pageSize;
    }

    /**
     * An object, or what several keys have in common up to a slash.
     *
     * @param key of an object; of a folder with the slash
     * @param size of an object in bytes
     */
    record Entry(String key, boolean folder, long size) {}

    /** Objects and folders one level below a prefix, in the order of bytes. */
    static Stream<Entry> oneLevel(Bucket bucket, String prefix) {
        return flatten(new Listing(bucket, prefix, "/", Bucket.PAGE));
    }

    /** All objects below a prefix, in the order of bytes. */
    static Stream<Entry> all(Bucket bucket, String prefix) {
        return flatten(new Listing(bucket, prefix, null, Bucket.PAGE));
    }

    /** All objects below a prefix; not more than a few are asked for at once. */
    static Stream<Entry> first(Bucket bucket, String prefix) {
        return flatten(new Listing(bucket, prefix, null, 2));
    }

    private static Stream<Entry> flatten(Listing pages) {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, traits), false)
                .flatMap(List::stream);
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public List<Entry> next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        ListBucketResultV2 page = bucket.list(prefix, delimiter, pageSize, next);
        next = page.nextContinuationToken();
        ended = !page.isTruncated() || next == null;
        List<Entry> entries = new ArrayList<>();
        for (Item object : page.contents()) {
            object.setEncodingType(page.encodingType());
            entries.add(new Entry(object.objectName(), false, object.size()));
        }
        for (ListObjectsResult.Prefix folder : page.commonPrefixes()) {
            Item item = folder.toItem();
            item.setEncodingType(page.encodingType());
            entries.add(new Entry(item.objectName(), true, 0));
        }
        entries.sort(BY_BYTES);
        return entries;
    }
}
