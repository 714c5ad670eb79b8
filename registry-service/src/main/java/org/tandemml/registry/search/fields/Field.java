package org.tandemml.registry.search.fields;

import java.util.Set;

/** Something that a condition or an order can name. */
public sealed interface Field permits Attribute, KeyedFamily {
    /** How its values are written and compared. */
    FieldType type();

    /** What conditions may do with it. */
    Set<Operator> operators();

    /** Whether a number may also be written as text. */
    boolean quotedNumbers();

    /** Its name in messages. */
    String shown();
}
