package org.tandemml.serving.engine.enforce;

import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.model.signature.TypeName;

/**
 * A column or tensor of the signature, prepared.
 *
 * @param index its place in the schema
 * @param name its name, if it has one
 * @param required whether a body must bring it
 * @param expected the type in the words of violations
 * @param factory makes the reader of its cells for a body
 */
record ColumnPlan(
        int index,
        @Nullable String name,
        boolean required,
        String expected,
        ReaderFactory factory) {

    /** Makes the reader of a column for one body. */
    @FunctionalInterface
    interface ReaderFactory {
        CellReader create(ColumnPlan plan, Intake intake);
    }

    static ColumnPlan of(int index, ColumnSpec spec, EnforcementMode mode) {
        ReaderFactory factory =
                mode == EnforcementMode.STRICT ? strict(spec.type()) : mlflow(spec.type());
        return new ColumnPlan(
                index, spec.name(), spec.required(), TypeName.of(spec.type()), factory);
    }

    static ColumnPlan of(int index, TensorSpec spec) {
        TensorElements.requireKnown(spec.dtype());
        return new ColumnPlan(
                index,
                spec.name(),
                true,
                TypeName.of(spec),
                (plan, intake) -> new TensorCells(plan, intake, spec));
    }

    CellReader reader(Intake intake) {
        return factory.create(this, intake);
    }

    private static ReaderFactory mlflow(ColumnType type) {
        return type instanceof ColumnType.Scalar scalar
                ? (plan, intake) -> new MlflowCells(plan, intake, scalar.type())
                : (plan, intake) -> new NestedCells(plan, intake, type);
    }

    private static ReaderFactory strict(ColumnType type) {
        if (!(type instanceof ColumnType.Scalar scalar)) {
            return (plan, intake) -> new NestedCells(plan, intake, type);
        }
        return switch (scalar.type()) {
            case DOUBLE -> StrictDoubles::new;
            case FLOAT -> StrictFloats::new;
            case LONG -> StrictWholeNumbers.Longs::new;
            case INTEGER -> StrictWholeNumbers.Ints::new;
            case BOOLEAN -> StrictBooleans::new;
            case STRING -> StrictStrings::new;
            case BINARY -> StrictBinaries::new;
            case DATETIME -> StrictInstants::new;
        };
    }
}
