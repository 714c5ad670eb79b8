package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.common.liblinear.protos.LibLinearModelProto;
import org.tribuo.common.nearest.protos.KNNModelProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;

/**
 * Reads a Tribuo model file as plain messages and looks at every one of them before Tribuo does:
 * each class name against {@link AllowedClasses}, each inner Java serialization stream by {@link
 * LibLinearPayload}; unknown fields, deep nesting and too many messages are refused, and
 * provenances are replaced by {@link Provenances}.
 */
final class VettedProto {
    private static final int MAX_DEPTH = 24;
    private static final int MAX_MESSAGES = 20_000_000;
    private static final String TYPE_PREFIX = "type.googleapis.com/";

    /** Where in the file; only turned into text for an error. */
    private record Place(@Nullable Place parent, String field, int index) {
        @Override
        public String toString() {
            String name = index < 0 ? field : field + "[" + index + "]";
            return parent == null ? name : parent + "." + name;
        }
    }

    /**
     * What there is to look at in messages of a type: a large model has a few types and a million
     * messages.
     *
     * @param name of the type
     * @param typeUrl how an {@link Any} names it
     * @param className the field with the name of a class; null if there is none
     * @param data the field with what the class reads; null if there is none
     * @param messages the fields that hold messages, but for maps to plain values and provenances
     * @param provenances the fields that hold provenances
     * @param provenanced whether it holds provenances, or messages that do
     */
    private record Shape(
            String name,
            String typeUrl,
            @Nullable FieldDescriptor className,
            @Nullable FieldDescriptor data,
            List<FieldDescriptor> messages,
            List<FieldDescriptor> provenances,
            boolean provenanced) {

        static Shape of(Descriptor type) {
            return new Shape(
                    type.getFullName(),
                    TYPE_PREFIX + type.getFullName(),
                    type.findFieldByName("class_name"),
                    type.findFieldByName("serialized_data"),
                    type.getFields().stream().filter(Shape::holdsMessages).toList(),
                    type.getFields().stream().filter(Provenances::isProvenance).toList(),
                    Provenances.areIn(type));
        }

        private static boolean holdsMessages(FieldDescriptor field) {
            if (field.isMapField()) {
                return holdsMessages(field.getMessageType().findFieldByName("value"));
            }
            return field.getJavaType() == JavaType.MESSAGE && !Provenances.isProvenance(field);
        }
    }

    private final Map<Descriptor, Shape> shapes = new IdentityHashMap<>();
    private int messages;

    private VettedProto() {}

    /**
     * The messages of a model file, safe to hand to Tribuo.
     *
     * @throws ModelLoadException if the file is no Tribuo model or holds anything not on the list
     */
    static ModelProto read(byte[] file) throws ModelLoadException {
        if (file.length == 0) {
            throw new ModelLoadException("The Tribuo model file is empty.");
        }
        if (file.length > 1 && (file[0] & 0xFF) == 0xAC && (file[1] & 0xFF) == 0xED) {
            throw new ModelLoadException(
                    "The model file is a Java serialization stream. Only Tribuo's protobuf form is"
                            + " read: write it by Model.serializeToFile of Tribuo 4.3 or newer.");
        }
        try {
            ModelProto proto = ModelProto.parseFrom(file);
            ModelProto vetted =
                    (ModelProto) new VettedProto().vet(proto, new Place(null, "model", -1), 0);
            // Fields that are repeated or appended are merged silently; writers never do that.
            if (proto.getSerializedSize() != file.length) {
                throw new ModelLoadException(
                        "The Tribuo model file has bytes beyond the model: %d of %d are the model."
                                .formatted(proto.getSerializedSize(), file.length));
            }
            return vetted;
        } catch (InvalidProtocolBufferException damaged) {
            throw new ModelLoadException(
                    "The model file is not a Tribuo model in protobuf form, or is damaged.",
                    damaged);
        }
    }

    private Message vet(Message message, Place where, int depth)
            throws ModelLoadException, InvalidProtocolBufferException {
        if (depth > MAX_DEPTH) {
            throw refused(where, "is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (++messages > MAX_MESSAGES) {
            throw refused(where, "has more than " + MAX_MESSAGES + " parts");
        }
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw refused(
                    where,
                    "has fields that Tribuo 4.3 does not know: the file is damaged or newer than"
                            + " that");
        }
        if (message instanceof LibLinearModelProto liblinear) {
            vetLibLinear(liblinear);
        } else if (message instanceof KNNModelProto neighbours) {
            vetNeighbours(neighbours, where);
        }
        Shape shape = shapes.computeIfAbsent(message.getDescriptorForType(), Shape::of);
        return shape.className == null
                ? vetFields(message, shape, where, depth)
                : vetNamed(message, shape, where, depth);
    }

    private static void vetLibLinear(LibLinearModelProto liblinear)
            throws ModelLoadException, InvalidProtocolBufferException {
        Any domain = liblinear.getMetadata().getOutputDomain().getSerializedData();
        Set<Integer> outputs =
                domain.is(ImmutableLabelInfoProto.class)
                        ? Set.copyOf(domain.unpack(ImmutableLabelInfoProto.class).getIdList())
                        : Set.of();
        for (ByteString payload : liblinear.getModelsList()) {
            LibLinearPayload.check(payload, outputs);
        }
    }

    /** Tribuo counts the votes of neighbours by the ids of their labels without a check. */
    private static void vetNeighbours(KNNModelProto neighbours, Place where)
            throws ModelLoadException, InvalidProtocolBufferException {
        Any domain = neighbours.getMetadata().getOutputDomain().getSerializedData();
        if (!domain.is(ImmutableLabelInfoProto.class)) {
            return;
        }
        Set<String> labels =
                new HashSet<>(domain.unpack(ImmutableLabelInfoProto.class).getLabelList());
        for (int i = 0; i < neighbours.getOutputsCount(); i++) {
            Any output = neighbours.getOutputs(i).getSerializedData();
            String label =
                    output.is(LabelProto.class) ? output.unpack(LabelProto.class).getLabel() : null;
            if (label == null || !labels.contains(label)) {
                throw refused(
                        new Place(where, "outputs", i),
                        "is '%s', which is none of the model's %d labels"
                                .formatted(Texts.excerpt(String.valueOf(label)), labels.size()));
            }
        }
    }

    /** A message that names a class and keeps the class's data as a message of any type. */
    private Message vetNamed(Message message, Shape shape, Place where, int depth)
            throws ModelLoadException, InvalidProtocolBufferException {
        FieldDescriptor nameField = Objects.requireNonNull(shape.className);
        String className = (String) message.getField(nameField);
        List<Message> allowed = AllowedClasses.find(shape.name, className);
        if (allowed == null) {
            throw refused(where, unknownClass(className));
        }
        FieldDescriptor dataField = Objects.requireNonNull(shape.data);
        Any data = (Any) message.getField(dataField);
        if (!data.getUnknownFields().asMap().isEmpty()) {
            throw refused(where, "has fields beside its data");
        }
        if (allowed.isEmpty()) {
            if (!data.equals(Any.getDefaultInstance())) {
                throw refused(where, "has data although " + className + " keeps none");
            }
            return message;
        }
        Message inner = unpack(data, className, allowed, where);
        Message vetted = vet(inner, where, depth + 1);
        String made = AllowedClasses.inPlaceOf(className);
        return vetted == inner && made.equals(className)
                ? message
                : message.toBuilder()
                        .setField(nameField, made)
                        .setField(dataField, Any.pack(vetted))
                        .build();
    }

    private Message unpack(Any data, String className, List<Message> allowed, Place where)
            throws ModelLoadException, InvalidProtocolBufferException {
        for (Message expected : allowed) {
            Descriptor type = expected.getDescriptorForType();
            Shape shape = shapes.computeIfAbsent(type, Shape::of);
            if (data.getTypeUrl().equals(shape.typeUrl)) {
                ByteString written = data.getValue();
                return expected.getParserForType()
                        .parseFrom(
                                shape.provenanced ? Provenances.without(written, type) : written);
            }
        }
        throw refused(
                where,
                "says it is %s, but holds '%s'"
                        .formatted(className, Texts.excerpt(data.getTypeUrl())));
    }

    private Message vetFields(Message message, Shape shape, Place where, int depth)
            throws ModelLoadException, InvalidProtocolBufferException {
        Message.Builder changed = null;
        for (FieldDescriptor field : shape.messages) {
            if (field.isRepeated()) {
                List<?> elements = (List<?>) message.getField(field);
                for (int i = 0; i < elements.size(); i++) {
                    Message element = (Message) elements.get(i);
                    Message vetted = vet(element, new Place(where, field.getName(), i), depth + 1);
                    if (vetted != element) {
                        changed = changed == null ? message.toBuilder() : changed;
                        changed.setRepeatedField(field, i, vetted);
                    }
                }
            } else if (message.hasField(field)) {
                Message child = (Message) message.getField(field);
                Message vetted = vet(child, new Place(where, field.getName(), -1), depth + 1);
                if (vetted != child) {
                    changed = changed == null ? message.toBuilder() : changed;
                    changed.setField(field, vetted);
                }
            }
        }
        for (FieldDescriptor field : shape.provenances) {
            changed = changed == null ? message.toBuilder() : changed;
            changed.setField(field, provenance(shape, field));
        }
        Message result = changed == null ? message : changed.build();
        return result instanceof WeightedEnsembleModelProto ensemble
                ? asEnsemble(ensemble)
                : result;
    }

    private static RootProvenanceProto provenance(Shape owner, FieldDescriptor field) {
        if (owner.name.equals("tribuo.core.TransformerMapProto")) {
            return field.getName().equals("datasetProvenance")
                    ? Provenances.DATASET
                    : Provenances.TRANSFORMATIONS;
        }
        return Provenances.MODEL;
    }

    private static WeightedEnsembleModelProto asEnsemble(WeightedEnsembleModelProto ensemble) {
        return ensemble.toBuilder()
                .setMetadata(ensemble.getMetadata().toBuilder().setProvenance(Provenances.ENSEMBLE))
                .build();
    }

    private static String unknownClass(String className) {
        if (className.contains(".hash.")) {
            return "hashes the names of its features with a salt that the file does not hold";
        }
        return "names the class '%s', which is not one of Tribuo's that may stand there"
                .formatted(Texts.excerpt(className));
    }

    private static ModelLoadException refused(Place where, String why) {
        return new ModelLoadException(
                "The Tribuo model file is refused: its part '%s' %s.".formatted(where, why));
    }
}
