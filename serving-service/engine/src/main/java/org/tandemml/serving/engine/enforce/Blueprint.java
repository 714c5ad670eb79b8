package org.tandemml.serving.engine.enforce;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;

/** A signature, prepared once for all bodies. */
final class Blueprint {
    private final Schema schema;
    private final EnforcementSettings settings;
    private final ColumnPlan[] plans;
    private final Map<String, Integer> byName;
    private final boolean named;
    private final int required;

    Blueprint(Schema schema, EnforcementSettings settings) {
        this.schema = schema;
        this.settings = settings;
        this.plans = plans(schema, settings.mode());
        this.byName = new HashMap<>(plans.length * 2);
        for (ColumnPlan plan : plans) {
            if (plan.name() != null) {
                byName.putIfAbsent(plan.name(), plan.index());
            }
        }
        this.named = !byName.isEmpty();
        this.required = (int) List.of(plans).stream().filter(ColumnPlan::required).count();
    }

    private static ColumnPlan[] plans(Schema schema, EnforcementMode mode) {
        if (schema instanceof Schema.Columns of) {
            List<ColumnSpec> columns = of.columns();
            return IntStream.range(0, columns.size())
                    .mapToObj(i -> ColumnPlan.of(i, columns.get(i), mode))
                    .toArray(ColumnPlan[]::new);
        }
        List<TensorSpec> tensors = ((Schema.Tensors) schema).tensors();
        return IntStream.range(0, tensors.size())
                .mapToObj(i -> ColumnPlan.of(i, tensors.get(i)))
                .toArray(ColumnPlan[]::new);
    }

    Schema schema() {
        return schema;
    }

    EnforcementSettings settings() {
        return settings;
    }

    boolean tensors() {
        return schema instanceof Schema.Tensors;
    }

    /** Whether there is nothing but one tensor without a name, which takes a body's whole array. */
    boolean wholeTensor() {
        return tensors() && !named;
    }

    /** Whether each column has the first one's type, or one that it widens to without loss. */
    boolean firstTypeFitsAll() {
        if (!(schema instanceof Schema.Columns of)) {
            return true;
        }
        ColumnType first = of.columns().get(0).type();
        return of.columns().stream().map(ColumnSpec::type).allMatch(t -> widens(first, t));
    }

    private static boolean widens(ColumnType from, ColumnType to) {
        return from.equals(to)
                || from instanceof ColumnType.Scalar one
                        && to instanceof ColumnType.Scalar other
                        && one.type().widensTo(other.type());
    }

    /** Whether columns are told apart by name rather than by position. */
    boolean named() {
        return named;
    }

    int size() {
        return plans.length;
    }

    /** How many columns a body must bring. */
    int required() {
        return required;
    }

    ColumnPlan plan(int index) {
        return plans[index];
    }

    /** The index of the column with this name; null if there is none. */
    @Nullable Integer find(String name) {
        return byName.get(name);
    }
}
