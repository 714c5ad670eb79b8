package org.tandemml.serving.engine.tribuo;

import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.tribuo.provenance.EnsembleModelProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;
import org.tribuo.transform.TransformationMap;

/**
 * Empty provenances. A model's own provenance says how it was trained and is not needed to score;
 * reading it would load whatever classes it names, its author's data sources among them. So each
 * one is replaced by an empty one before Tribuo sees the file.
 */
final class Provenances {
    private static final OffsetDateTime UNKNOWN =
            OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    /** In place of a model's. */
    static final RootProvenanceProto MODEL =
            write(
                    new ModelProvenance(
                            "unknown",
                            UNKNOWN,
                            new EmptyDatasetProvenance(),
                            new EmptyTrainerProvenance(),
                            Map.of(),
                            false));

    /** In place of an ensemble's, which Tribuo wants to be of another class. */
    static final RootProvenanceProto ENSEMBLE =
            write(
                    new EnsembleModelProvenance(
                            "unknown",
                            UNKNOWN,
                            new EmptyDatasetProvenance(),
                            new EmptyTrainerProvenance(),
                            Map.of(),
                            false,
                            new ListProvenance<ModelProvenance>(List.of())));

    /** In place of the one of the data that feature transformations were fitted on. */
    static final RootProvenanceProto DATASET = write(new EmptyDatasetProvenance());

    /** In place of the one of the feature transformations. */
    static final RootProvenanceProto TRANSFORMATIONS =
            write(new TransformationMap(List.of()).getProvenance());

    private Provenances() {}

    private static RootProvenanceProto write(ObjectProvenance provenance) {
        return new ProtoProvenanceSerialization(false)
                .serializeToProto(ProvenanceUtil.marshalProvenance(provenance));
    }
}
