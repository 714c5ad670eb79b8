package org.tandemml.serving.engine.pmml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.engine.ModelLoadException;

/** Files that pass the reader and that PMML4S makes nothing of. */
class DamagedPmmlTest {
    private static final String NETWORK =
            "<NeuralNetwork functionName=\"classification\""
                    + " activationFunction=\"tanh\"><MiningSchema><MiningField"
                    + " name=\"a\"/></MiningSchema><NeuralInputs><NeuralInput id=\"i\"><DerivedField"
                    + " optype=\"continuous\" dataType=\"double\"><FieldRef"
                    + " field=\"a\"/></DerivedField></NeuralInput></NeuralInputs><NeuralLayer><Neuron"
                    + " id=\"o\"><Con from=\"i\""
                    + " weight=\"1\"/></Neuron></NeuralLayer><NeuralOutputs><NeuralOutput"
                    + " outputNeuron=\"o\"><DerivedField optype=\"continuous\""
                    + " dataType=\"double\"><NormDiscrete field=\"job\" value=\"chef\"/></DerivedField>"
                    + "</NeuralOutput></NeuralOutputs></NeuralNetwork>";

    @TempDir Path folder;

    @Test
    @Timeout(60)
    void refuses_classes_that_nothing_names() {
        refuses(
                Pmml.document("", "", NETWORK),
                "a NeuralNetwork that is a classification without a target field");
    }

    @Test
    @Timeout(60)
    void refuses_classes_of_a_segment_that_nothing_names() {
        refuses(
                Pmml.document(
                        "",
                        "",
                        "<MiningModel functionName=\"regression\"><MiningSchema><MiningField"
                                + " name=\"a\"/></MiningSchema><Segmentation"
                                + " multipleModelMethod=\"modelChain\"><Segment><True/>"
                                + NETWORK
                                + "</Segment></Segmentation></MiningModel>"),
                "a NeuralNetwork that is a classification without a target field");
    }

    @Test
    void names_an_element_that_stands_where_it_does_not_belong() {
        refuses(
                Pmml.regression("")
                        .replace(
                                "</RegressionModel>",
                                "<MiningField name=\"a\"/></RegressionModel>"),
                "the element 'MiningField' stands where it is not expected");
    }

    private void refuses(String pmml, String reason) {
        assertThatThrownBy(() -> new PmmlRuntime().open(Pmml.save(pmml, folder), Pmml.MLMODEL))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
    }
}
