package org.tandemml.serving.engine.pmml;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;

/** The fields that a model sees: its own and those of what it is part of. */
final class Scope {
    private final @Nullable Scope outer;
    private final PmmlCompiler compiler;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, XmlElement> derived = new HashMap<>();

    /**
     * Where a field's value is while a row is scored.
     *
     * @param index into the row's numbers
     */
    record Slot(int index, Literals.Type type) {}

    Scope(@Nullable Scope outer, PmmlCompiler compiler) {
        this.outer = outer;
        this.compiler = compiler;
    }

    void put(String name, Slot slot) {
        slots.put(name, slot);
    }

    /** Notes a derived field, which is computed where something asks for it. */
    void derive(XmlElement field) throws NotCompiledException {
        derived.put(field.required("name"), field);
    }

    /** The derived field of a name; null if it is of another kind. */
    @Nullable XmlElement definition(String name) {
        XmlElement definition = derived.get(name);
        return definition != null || outer == null ? definition : outer.definition(name);
    }

    /** The slot of a field. */
    Slot slot(String name) throws NotCompiledException {
        Slot known = slots.get(name);
        if (known != null) {
            return known;
        }
        XmlElement definition = derived.get(name);
        if (definition != null) {
            // The reader has refused definitions that lead back to themselves.
            Slot slot = compiler.computed(definition, this);
            slots.put(name, slot);
            return slot;
        }
        if (outer == null) {
            throw new NotCompiledException("the field '%s'".formatted(Texts.excerpt(name)));
        }
        return outer.slot(name);
    }
}
