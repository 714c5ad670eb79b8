package org.tandemml.serving.engine;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** Where JSON goes wrong. The parser's own messages speak of its classes and settings. */
public final class JsonMistake {
    private JsonMistake() {}

    /**
     * The end of a sentence that begins with what is not valid JSON: the line and the column,
     * counted from 1, and the kind of mistake where it is not just another character.
     *
     * @param malformed what the parser threw; of another kind than its own it has no place
     */
    public static String place(IOException malformed) {
        JsonLocation at =
                malformed instanceof JsonProcessingException json ? json.getLocation() : null;
        String where =
                at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        if (malformed instanceof JsonEOFException) {
            return where + ": it ends too early";
        }
        if (malformed instanceof StreamConstraintsException) {
            return where + ": a name, a number or the nesting is longer than is read";
        }
        return where;
    }
}
