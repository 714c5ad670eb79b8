package org.tandemml.serving.engine.enforce;

import org.jspecify.annotations.Nullable;

/**
 * One place where a body does not match the signature.
 *
 * @param row the row, from 0; null if it concerns all rows (a column that is missing or unknown) or
 *     a parameter
 * @param column the column or parameter; null where columns have no names or a whole row is wrong
 * @param expected what the signature wants there: the declared type, for example {@code long}
 * @param actual what stood there, for example {@code string}, {@code null}, {@code absent}
 * @param value what was sent, at most 64 characters; null if values are not echoed or there is none
 * @param hint what to do about it, where it is one of the usual mistakes; never a value that was
 *     sent
 * @param pointer JSON pointer (RFC 6901) into the body; null for a CSV body
 */
public record Violation(
        @Nullable Integer row,
        @Nullable String column,
        String expected,
        String actual,
        @Nullable String value,
        @Nullable String hint,
        @Nullable String pointer) {}
