package org.tandemml.demo;

import java.util.List;
import java.util.Map;

/**
 * A model and how it came to be.
 *
 * @param flavor the MLmodel flavor that serves it
 * @param flavorVersion the name and value of the flavor's version entry
 * @param fileName what the model file is called
 * @param file the model file
 * @param params what it was trained with
 * @param lossBySteps the training loss after each step
 * @param probabilities of being malignant, for each row of the test data
 */
record TrainedModel(
        String flavor,
        Map.Entry<String, String> flavorVersion,
        String fileName,
        byte[] file,
        Map<String, String> params,
        List<Double> lossBySteps,
        double[] probabilities) {
    TrainedModel {
        params = Map.copyOf(params);
        lossBySteps = List.copyOf(lossBySteps);
    }
}
