package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that grows together with its bound values. */
final class SqlText {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> binds = new ArrayList<>();

    /** Adds SQL of ours. */
    SqlText add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds a place for a value, and the value. */
    SqlText bind(@Nullable Object value) {
        text.append('?');
        return bound(value);
    }

    /** Adds the value of a place that is in the text already. */
    SqlText bound(@Nullable Object value) {
        binds.add(value);
        return this;
    }

    /** Adds another statement's text and values. */
    SqlText add(SqlText other) {
        text.append(other.text);
        binds.addAll(other.binds);
        return this;
    }

    /** Adds statements' texts and values with a text between them. */
    SqlText join(String between, List<SqlText> parts) {
        String separator = "";
        for (SqlText part : parts) {
            add(separator).add(part);
            separator = between;
        }
        return this;
    }

    String text() {
        return text.toString();
    }

    @Nullable Object[] binds() {
        return binds.toArray();
    }
}
