package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Whether a field holds a provenance. */
    static boolean isProvenance(FieldDescriptor field) {
        return field.getJavaType() == JavaType.MESSAGE
                && field.getMessageType().equals(RootProvenanceProto.getDescriptor());
    }

    /** Whether messages of a type hold provenances, or messages that do. */
    static boolean areIn(Descriptor type) {
        return type.getFields().stream().anyMatch(Provenances::reaches);
    }

    private static boolean reaches(FieldDescriptor field) {
        return isProvenance(field)
                || field.getJavaType() == JavaType.MESSAGE && areIn(field.getMessageType());
    }

    /**
     * A message without its provenances, which are up to half of a file: they are passed over
     * before anything is made of them.
     *
     * @param written the message
     * @param type of the message
     * @throws InvalidProtocolBufferException if it is damaged
     */
    static ByteString without(ByteString written, Descriptor type)
            throws InvalidProtocolBufferException {
        ByteString.Output kept = ByteString.newOutput(written.size());
        try {
            CodedInputStream in = written.newCodedInput();
            CodedOutputStream out = CodedOutputStream.newInstance(kept);
            int from = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
                boolean message =
                        WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (message && field != null && !isProvenance(field) && reaches(field)) {
                    ByteString inner = without(in.readBytes(), field.getMessageType());
                    out.writeBytes(field.getNumber(), inner);
                } else if (!in.skipField(tag)) {
                    throw new InvalidProtocolBufferException("A group ends that never began.");
                } else if (!message || field == null || !isProvenance(field)) {
                    out.writeRawBytes(written.substring(from, in.getTotalBytesRead()));
                }
                from = in.getTotalBytesRead();
            }
            out.flush();
        } catch (InvalidProtocolBufferException damaged) {
            throw damaged;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return kept.toByteString();
    }

    private static RootProvenanceProto write(ObjectProvenance provenance) {
        return new ProtoProvenanceSerialization(false)
                .serializeToProto(ProvenanceUtil.marshalProvenance(provenance));
    }
}
