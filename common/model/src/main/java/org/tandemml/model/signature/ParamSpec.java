package org.tandemml.model.signature;

import org.jspecify.annotations.Nullable;

/**
 * A parameter that a request may carry beside its rows.
 *
 * @param name its name
 * @param type the type of the value, or of each element where {@code list} is true
 * @param list whether the value is a list (shape {@code [-1]})
 * @param defaultJson the default as JSON text, exactly as the MLmodel has it; {@code null} text for
 *     none
 */
public record ParamSpec(String name, ColumnType type, boolean list, @Nullable String defaultJson) {}
