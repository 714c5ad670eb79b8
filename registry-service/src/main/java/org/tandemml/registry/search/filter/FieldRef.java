package org.tandemml.registry.search.filter;

import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.Field;
import org.tandemml.registry.search.fields.KeyedFamily;

/** A field that a condition or an order names, found among the entity's fields. */
public sealed interface FieldRef {
    /** How it was declared. */
    Field field();

    /** Its name as a caller would write it. */
    String shown();

    /** A column. */
    record Of(Attribute field) implements FieldRef {
        @Override
        public String shown() {
            return field.shown();
        }
    }

    /** One key of a family, for example {@code metrics.acc}. */
    record Keyed(KeyedFamily field, String key) implements FieldRef {
        @Override
        public String shown() {
            return field.name() + "." + key;
        }
    }
}
