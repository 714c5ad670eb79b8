package org.tandemml.model.signature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;

/**
 * Where a signature breaks the one before it: a request that was valid may now be refused, or an
 * answer that a reader relied on is gone or of another type. What is not declared is not compared,
 * but outputs that were declared and are no longer.
 */
public final class SignatureBreaks {
    private static final String ABSENT = "absent";

    private final List<Break> found = new ArrayList<>();

    private SignatureBreaks() {}

    /**
     * One break.
     *
     * @param where the column, tensor or parameter, in words, names in quotes
     * @param before what it was: its type, perhaps with {@code optional} or {@code required} before
     *     it, or {@code absent}
     * @param after what it is, in the same words
     */
    public record Break(String where, String before, String after) {
        @Override
        public String toString() {
            return where + " was " + before + ", is " + after;
        }
    }

    /** The two directions that values go. */
    private enum Side {
        INPUT("input"),
        OUTPUT("output");

        private final String word;

        Side(String word) {
            this.word = word;
        }

        /** Whether values of the type before may stand where the type after is expected. */
        private boolean fits(ColumnType before, ColumnType after) {
            if (before.equals(after)) {
                return true;
            }
            if (this == OUTPUT) {
                return before instanceof ColumnType.Any;
            }
            return after instanceof ColumnType.Any
                    || before instanceof ColumnType.Scalar from
                            && after instanceof ColumnType.Scalar to
                            && (from.type().widensTo(to.type()) || isText(from, to));
        }

        private boolean fits(TensorSpec before, TensorSpec after) {
            boolean elements =
                    this == INPUT
                            ? TensorType.widens(before.dtype(), after.dtype())
                            : before.dtype().equals(after.dtype());
            return elements
                    && (this == INPUT
                            ? covers(after.shape(), before.shape())
                            : covers(before.shape(), after.shape()));
        }

        /** Whether the wider shape takes all that has the narrower one. */
        private static boolean covers(long[] wider, long[] narrower) {
            if (wider.length != narrower.length) {
                return false;
            }
            for (int i = 0; i < wider.length; i++) {
                if (wider[i] != -1 && wider[i] != narrower[i]) {
                    return false;
                }
            }
            return true;
        }

        /** Dates and bytes come as texts, and a column of texts takes any. */
        private static boolean isText(ColumnType.Scalar from, ColumnType.Scalar to) {
            return to.type() == DataType.STRING
                    && (from.type() == DataType.DATETIME || from.type() == DataType.BINARY);
        }
    }

    /**
     * Compares two signatures.
     *
     * @param before what callers know
     * @param after what they meet
     * @param unknownRefused whether a request with a column, tensor or parameter that the signature
     *     does not have is refused, as the strict mode does, rather than served without it
     * @return every break, inputs first; empty if callers notice nothing
     */
    public static List<Break> between(Signature before, Signature after, boolean unknownRefused) {
        SignatureBreaks breaks = new SignatureBreaks();
        Schema inputs = before.inputs();
        Schema newInputs = after.inputs();
        if (inputs != null && newInputs != null) {
            breaks.compare(Side.INPUT, inputs, newInputs, unknownRefused);
        }
        breaks.compare(
                Side.INPUT,
                "parameter ",
                params(before.params()),
                params(after.params()),
                unknownRefused);
        Schema outputs = before.outputs();
        Schema newOutputs = after.outputs();
        if (outputs != null && newOutputs != null) {
            breaks.compare(Side.OUTPUT, outputs, newOutputs, true);
        } else if (outputs != null) {
            breaks.add("the outputs", "declared", "not declared");
        }
        return List.copyOf(breaks.found);
    }

    private void add(String where, String before, String after) {
        found.add(new Break(where, before, after));
    }

    /**
     * @param goneBreaks whether a column or tensor that is no longer there is a break
     */
    private void compare(Side side, Schema before, Schema after, boolean goneBreaks) {
        if (!form(before).equals(form(after))) {
            add("the " + side.word + "s", form(before), form(after));
        } else if (before instanceof Schema.Columns from && after instanceof Schema.Columns to) {
            compare(side, side.word + " column ", columns(from), columns(to), goneBreaks);
        } else if (before instanceof Schema.Tensors from && after instanceof Schema.Tensors to) {
            compareTensors(side, from.tensors(), to.tensors(), goneBreaks);
        }
    }

    private static String form(Schema schema) {
        boolean named;
        String what;
        if (schema instanceof Schema.Columns columns) {
            named = columns.named();
            what = "columns";
        } else {
            named = ((Schema.Tensors) schema).tensors().stream().anyMatch(t -> t.name() != null);
            what = "tensors";
        }
        return what + (named ? " with names" : " without names");
    }

    /** By name, or by position where there are no names. */
    private static Map<String, ColumnType.Property> columns(Schema.Columns schema) {
        Map<String, ColumnType.Property> fields = new LinkedHashMap<>();
        for (ColumnSpec column : schema.columns()) {
            int position = fields.size();
            fields.putIfAbsent(
                    column.name() == null ? "" + position : column.name(),
                    new ColumnType.Property(
                            label(column.name(), position), column.type(), column.required()));
        }
        return fields;
    }

    private static String label(@Nullable String name, int position) {
        return name == null ? "at position " + position : "'" + Texts.excerpt(name) + "'";
    }

    /** None is required: each has a default. */
    private static Map<String, ColumnType.Property> params(List<ParamSpec> specs) {
        Map<String, ColumnType.Property> fields = new LinkedHashMap<>();
        for (ParamSpec spec : specs) {
            ColumnType type = spec.list() ? new ColumnType.ArrayOf(spec.type()) : spec.type();
            fields.put(spec.name(), new ColumnType.Property(label(spec.name(), 0), type, false));
        }
        return fields;
    }

    private static Map<String, ColumnType.Property> properties(ColumnType.ObjectOf object) {
        Map<String, ColumnType.Property> fields = new LinkedHashMap<>();
        for (ColumnType.Property property : object.properties()) {
            fields.put(
                    property.name(),
                    new ColumnType.Property(
                            label(property.name(), 0), property.type(), property.required()));
        }
        return fields;
    }

    private void compare(
            Side side,
            String what,
            Map<String, ColumnType.Property> before,
            Map<String, ColumnType.Property> after,
            boolean goneBreaks) {
        before.forEach(
                (key, from) -> {
                    ColumnType.Property to = after.get(key);
                    if (to != null) {
                        compare(side, what + from.name(), from, to);
                    } else if (goneBreaks) {
                        add(what + from.name(), TypeName.of(from.type()), ABSENT);
                    }
                });
        after.forEach(
                (key, to) -> {
                    if (side == Side.INPUT && to.required() && !before.containsKey(key)) {
                        add(what + to.name(), ABSENT, need(to));
                    }
                });
    }

    private void compare(
            Side side, String where, ColumnType.Property before, ColumnType.Property after) {
        boolean lessSure =
                side == Side.INPUT
                        ? after.required() && !before.required()
                        : before.required() && !after.required();
        if (lessSure) {
            add(where, need(before), need(after));
        } else {
            compare(side, where, before.type(), after.type());
        }
    }

    private static String need(ColumnType.Property property) {
        return (property.required() ? "required " : "optional ") + TypeName.of(property.type());
    }

    private void compare(Side side, String where, ColumnType before, ColumnType after) {
        if (side.fits(before, after)) {
            return;
        }
        if (before instanceof ColumnType.ArrayOf from && after instanceof ColumnType.ArrayOf to) {
            compare(side, "element of " + where, from.items(), to.items());
        } else if (before instanceof ColumnType.MapOf from
                && after instanceof ColumnType.MapOf to) {
            compare(side, "value of " + where, from.values(), to.values());
        } else if (before instanceof ColumnType.ObjectOf from
                && after instanceof ColumnType.ObjectOf to) {
            // A property that the signature does not have is refused in every mode.
            compare(side, where + ", property ", properties(from), properties(to), true);
        } else {
            add(where, TypeName.of(before), TypeName.of(after));
        }
    }

    private void compareTensors(
            Side side, List<TensorSpec> before, List<TensorSpec> after, boolean goneBreaks) {
        Map<String, TensorSpec> old = tensors(before);
        Map<String, TensorSpec> now = tensors(after);
        old.forEach(
                (name, from) -> {
                    TensorSpec to = now.get(name);
                    if (to == null ? goneBreaks : !side.fits(from, to)) {
                        add(
                                where(side, from),
                                TypeName.of(from),
                                to == null ? ABSENT : TypeName.of(to));
                    }
                });
        now.forEach(
                (name, to) -> {
                    if (side == Side.INPUT && !old.containsKey(name)) {
                        add(where(side, to), ABSENT, "required " + TypeName.of(to));
                    }
                });
    }

    private static Map<String, TensorSpec> tensors(List<TensorSpec> specs) {
        Map<String, TensorSpec> tensors = new LinkedHashMap<>();
        specs.forEach(spec -> tensors.put(String.valueOf(spec.name()), spec));
        return tensors;
    }

    private static String where(Side side, TensorSpec spec) {
        return side.word + " tensor" + (spec.name() == null ? "" : " " + label(spec.name(), 0));
    }
}
