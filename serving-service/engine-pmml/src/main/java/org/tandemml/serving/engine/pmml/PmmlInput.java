package org.tandemml.serving.engine.pmml;

import org.pmml4s.common.BooleanType$;
import org.pmml4s.common.DataType;
import org.pmml4s.common.FloatType$;
import org.pmml4s.common.IntegerType$;
import org.pmml4s.common.NumericType;
import org.pmml4s.data.DataVal;
import org.pmml4s.metadata.Field;
import org.pmml4s.metadata.InvalidValueTreatment;
import org.pmml4s.metadata.MiningField;
import org.pmml4s.metadata.MissingValueTreatment;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Column;

/** An active field of a PMML model: how cells become its values, and which it refuses. */
final class PmmlInput {
    private static final double EXACT_LONGS = 9_007_199_254_740_992.0;

    /** What a field's cells become. */
    private enum Kind {
        DOUBLE,
        FLOAT,
        INTEGER,
        BOOLEAN,
        TEXT
    }

    private final Field field;
    private final String name;
    private final Kind kind;
    private final boolean checked;
    private final boolean refusesInvalid;
    private final boolean refusesMissing;
    private final boolean replacesMissing;

    PmmlInput(Field field, MiningField mining) {
        this.field = field;
        this.name = field.name();
        this.kind = kind(field.dataType());
        this.checked = !(field.isPlain() && mining.isDefault());
        this.refusesInvalid =
                mining.invalidValueTreatment().equals(InvalidValueTreatment.returnInvalid());
        this.refusesMissing =
                mining.missingValueTreatment().contains(MissingValueTreatment.returnInvalid());
        this.replacesMissing = mining.missingValueReplacement().isDefined();
    }

    private static Kind kind(DataType type) {
        if (type instanceof IntegerType$) {
            return Kind.INTEGER;
        }
        if (type instanceof FloatType$) {
            return Kind.FLOAT;
        }
        if (type instanceof BooleanType$) {
            return Kind.BOOLEAN;
        }
        return type instanceof NumericType ? Kind.DOUBLE : Kind.TEXT;
    }

    String name() {
        return name;
    }

    /** The column of a model that declares no signature. */
    ColumnSpec column() {
        org.tandemml.model.signature.DataType type =
                switch (kind) {
                    case DOUBLE -> org.tandemml.model.signature.DataType.DOUBLE;
                    case FLOAT -> org.tandemml.model.signature.DataType.FLOAT;
                    case INTEGER -> org.tandemml.model.signature.DataType.LONG;
                    case BOOLEAN -> org.tandemml.model.signature.DataType.BOOLEAN;
                    case TEXT -> org.tandemml.model.signature.DataType.STRING;
                };
        return new ColumnSpec(name, new ColumnType.Scalar(type), !replacesMissing);
    }

    /** Whether a request may leave the field's column out. */
    boolean optional() {
        return replacesMissing;
    }

    /**
     * Looks at the column that will feed the field.
     *
     * @throws ModelLoadException if its type cannot become the field's
     */
    void requireReadable(ColumnSpec column) throws ModelLoadException {
        boolean readable =
                column.type() instanceof ColumnType.Scalar scalar
                        && switch (scalar.type()) {
                            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE -> true;
                            case STRING -> kind == Kind.TEXT;
                            case BINARY, DATETIME -> false;
                        };
        if (!readable) {
            throw new ModelLoadException(
                    ("The signature's column '%s' cannot feed the PMML model's field of that name,"
                                    + " which holds %s.")
                            .formatted(name, kind == Kind.TEXT ? "text" : "numbers"));
        }
    }

    /**
     * The field's value.
     *
     * @throws PredictionException if the model declares that it does not take the value
     */
    DataVal value(Column column, int row) {
        DataVal value = column.isMissing(row) ? DataVal.NULL() : present(column, row);
        if (checked) {
            requireTaken(value, row);
        }
        return value;
    }

    private DataVal present(Column column, int row) {
        if (kind == Kind.TEXT) {
            return DataVal.from(text(column, row));
        }
        double number = column.asDouble(row);
        if (number != number) {
            return DataVal.NULL();
        }
        return switch (kind) {
            case DOUBLE -> DataVal.from(number);
            case FLOAT -> DataVal.from((double) (float) number);
            case BOOLEAN -> DataVal.from(number != 0);
            case INTEGER -> DataVal.from(integer(column, number, row, name));
            case TEXT -> throw new IllegalStateException("Text is read above.");
        };
    }

    /** The whole number of a cell that is not missing. */
    static long integer(Column column, double number, int row, String name) {
        if (column instanceof Column.Longs longs) {
            return longs.values()[row];
        }
        if (number != Math.rint(number) || Math.abs(number) > EXACT_LONGS) {
            throw new PredictionException(
                    row,
                    "Row %d: the column '%s' must hold whole numbers for this model."
                            .formatted(row, name));
        }
        return (long) number;
    }

    /** The text of a cell that is not missing. */
    static String text(Column column, int row) {
        if (column instanceof Column.Strings strings) {
            return strings.values()[row];
        }
        if (column instanceof Column.Booleans booleans) {
            return Boolean.toString(booleans.values()[row]);
        }
        if (column instanceof Column.Longs longs) {
            return Long.toString(longs.values()[row]);
        }
        double number = column.asDouble(row);
        return number == Math.rint(number) && Math.abs(number) <= EXACT_LONGS
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private void requireTaken(DataVal value, int row) {
        if (field.isMissingValue(value)) {
            if (refusesMissing) {
                throw needed(name, row);
            }
        } else if (refusesInvalid && (field.isInvalidValue(value) || !field.isValidValue(value))) {
            throw notTaken(name, row);
        }
    }

    /** The refusal of a missing value. */
    static PredictionException needed(String name, int row) {
        return new PredictionException(
                row,
                "Row %d: the column '%s' must have a value for this model.".formatted(row, name));
    }

    /** The refusal of an invalid value. */
    static PredictionException notTaken(String name, int row) {
        return new PredictionException(
                row,
                "Row %d: the model does not take the value of the column '%s'."
                        .formatted(row, name));
    }
}
