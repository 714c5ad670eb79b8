package org.tandemml.bench;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;

/**
 * LightGBM's C API for single rows that reads its settings once ({@code
 * LGBM_BoosterPredictForMatSingleRowFast}): what a caller takes who wants the least time. Lives as
 * long as the process. For one thread.
 */
final class LightgbmFast {
    private final SWIGTYPE_p_void config;
    private final SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
    private final SWIGTYPE_p_double sum = lightgbmlib.new_doubleArray(1);

    /** LightGBM's library must have been loaded, by lightgbm4j. */
    LightgbmFast(String model, int columns) {
        SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
        SWIGTYPE_p_p_void booster = lightgbmlib.voidpp_handle();
        check(lightgbmlib.LGBM_BoosterLoadModelFromString(model, iterations, booster));
        SWIGTYPE_p_p_void out = lightgbmlib.voidpp_handle();
        check(
                lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastInit(
                        lightgbmlib.voidpp_value(booster),
                        lightgbmlibConstants.C_API_PREDICT_RAW_SCORE,
                        0,
                        -1,
                        lightgbmlibConstants.C_API_DTYPE_FLOAT64,
                        columns,
                        "num_threads=1",
                        out));
        config = lightgbmlib.voidpp_value(out);
    }

    /** The sum of the leaves. */
    double rawScore(double[] row) {
        check(
                lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastCriticalSWIG(
                        row, config, length, sum));
        return lightgbmlib.doubleArray_getitem(sum, 0);
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
        }
    }
}
