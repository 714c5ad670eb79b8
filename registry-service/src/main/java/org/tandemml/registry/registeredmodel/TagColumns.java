package org.tandemml.registry.registeredmodel;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads pairs of text that one SQL statement gathers into a column of {@code text[][]}. */
public final class TagColumns {
    private TagColumns() {}

    /** The pairs of a column, in its order. */
    public static Map<String, String> read(ResultSet row, String column) throws SQLException {
        @Nullable Array array = row.getArray(column);
        // An empty array of arrays arrives with one dimension.
        if (array == null || !(array.getArray() instanceof String[][] pairs)) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String[] pair : pairs) {
            values.put(pair[0], pair[1]);
        }
        return values;
    }
}
