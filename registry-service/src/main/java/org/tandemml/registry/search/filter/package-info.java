/**
 * The language of {@code filter} and {@code order_by}: text to tokens to a checked tree. Knows no
 * SQL.
 */
@NullMarked
package org.tandemml.registry.search.filter;

import org.jspecify.annotations.NullMarked;
