package org.tandemml.serving.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Compares JSON texts whose numbers may differ a little. */
final class JsonNumbers {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonNumbers() {}

    /** Both have the same tokens in the same order, and numbers within the tolerance. */
    static void assertClose(String actual, String expected, double tolerance) throws IOException {
        try (JsonParser left = JSON.createParser(actual);
                JsonParser right = JSON.createParser(expected)) {
            JsonToken wanted;
            do {
                wanted = right.nextToken();
                JsonToken got = left.nextToken();
                String where = right.getParsingContext().pathAsPointer().toString();
                if (wanted != null && wanted.isNumeric() && got != null && got.isNumeric()) {
                    double value = right.getDoubleValue();
                    double scale = Math.max(Math.abs(value), Math.abs(left.getDoubleValue()));
                    assertThat(left.getDoubleValue())
                            .as(where)
                            .isCloseTo(value, within(tolerance + tolerance * scale));
                } else {
                    assertThat(got).as(where).isEqualTo(wanted);
                    assertThat(left.getText()).as(where).isEqualTo(right.getText());
                }
            } while (wanted != null);
        }
    }
}
