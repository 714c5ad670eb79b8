package org.tandemml.registry.run.rest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.run.Param;
import org.tandemml.registry.wire.Required;

/** A param on the wire; a missing value is empty text. */
public record ParamWire(@Nullable String key, @Nullable String value) {
    /** Params that came in. */
    public static List<Param> read(@Nullable List<ParamWire> params) {
        List<Param> read = new ArrayList<>();
        if (params != null) {
            Required.atMostEntries("params", params);
            for (ParamWire param : params) {
                read.add(param.read("params[" + read.size() + "]."));
            }
        }
        return read;
    }

    /**
     * The param that came in.
     *
     * @param path what stands before the field's name in messages
     */
    Param read(String path) {
        return new Param(Required.field(path + "key", key), value == null ? "" : value);
    }
}
