/**
 * Models of XGBoost in any of its three forms, read and scored in Java: comparisons and sums in
 * binary32, in XGBoost's order.
 */
@NullMarked
package org.tandemml.serving.engine.xgboost;

import org.jspecify.annotations.NullMarked;
