package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.Tag;

/** Reads the datasets that runs read. */
@Singleton
final class DatasetReader {
    private static final String DATASETS =
            """
            SELECT link.run_number, link.dataset_id, dataset.name, dataset.digest,
                dataset.source_type, dataset.source, dataset.schema, dataset.profile
            FROM run_datasets link JOIN datasets dataset USING (dataset_id)
            WHERE link.run_number = ANY (?::bigint[])
            """;
    private static final String TAGS =
            """
            SELECT run_number, dataset_id, key, value FROM run_dataset_tags
            WHERE run_number = ANY (?::bigint[])
            ORDER BY key
            """;

    private final Sql sql;

    DatasetReader(Sql sql) {
        this.sql = sql;
    }

    /** That a run read a dataset. */
    record Link(long run, long dataset) {}

    /** What these runs read. */
    Map<Link, DatasetInput> inputs(long[] runs) {
        Map<Link, List<Tag>> tags = new HashMap<>();
        sql.query(
                TAGS,
                row ->
                        tags.computeIfAbsent(
                                        new Link(row.getLong(1), row.getLong(2)),
                                        link -> new ArrayList<>())
                                .add(new Tag(row.getString(3), row.getString(4))),
                runs);
        Map<Link, DatasetInput> inputs = new HashMap<>();
        sql.query(
                DATASETS,
                row -> {
                    Link link = new Link(row.getLong(1), row.getLong(2));
                    Dataset dataset =
                            new Dataset(
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getString(7),
                                    row.getString(8));
                    return inputs.put(
                            link, new DatasetInput(dataset, tags.getOrDefault(link, List.of())));
                },
                runs);
        return inputs;
    }
}
