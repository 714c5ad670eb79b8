package org.tandemml.registry.wire;

/**
 * Marks a record as the request of an MLflow call. A body is read into it by {@link
 * WireRequestReader}, a query string by {@link WireQuery}, by the same rules:
 *
 * <ul>
 *   <li>field names are snake_case; protobuf's camelCase is taken too; unknown fields are ignored
 *   <li>{@code long} and {@code int} take a JSON number or decimal text; {@code double} takes also
 *       {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}
 *   <li>{@code String} takes a JSON string only, unless the field says {@link LenientText}
 *   <li>an enum takes its name or its protobuf number, see {@link ProtoEnum}
 *   <li>an absent field is null; a field of the wrong form is a 400 that names it
 * </ul>
 */
public interface WireRequest {}
