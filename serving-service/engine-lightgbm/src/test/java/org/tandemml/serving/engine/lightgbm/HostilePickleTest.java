package org.tandemml.serving.engine.lightgbm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Pickles that ask for more than a model of LightGBM, or whose parts do not fit. */
class HostilePickleTest {

    private static void assertRefused(String pickle, String reason) {
        byte[] file = pickle.getBytes(ISO_8859_1);
        assertThat(PickledModel.isPickled(file)).isTrue();
        assertThatThrownBy(() -> LightgbmModel.of(PickledModel.read(file)).close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
    }

    /** A text of a good file is another one of the same length. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    LGBMClassifier | LGBMClassifies | lightgbm.sklearn.LGBMClassifies
                    Booster        | Boostes        | lightgbm.basic.Boostes
                    LabelEncoder   | LabelDecoder   | sklearn.preprocessing._label.LabelDecoder
                    _Booster       | _Boostes       | no LGBMClassifier._Booster
                    _handle        | _haddle        | no Booster.handle
                    classes_       | klasses_       | no LabelEncoder.classes_
                    num_class=1^num_tree_per_iteration=1 | num_class=5^num_tree_per_iteration=5 | 2 labels, its booster 5 outputs
                    tree^version   | trie^version   | does not begin with the line 'tree'
                    """)
    void refuses_a_changed_text(String text, String other, String reason) throws Exception {
        Path file = ZooModel.own(HostilePickleTest.class, "two-classes-4.7").modelFolder();
        String pickle = Files.readString(file.resolve("model.pkl"), ISO_8859_1);
        String changed = pickle.replace(text.replace('^', '\n'), other.replace('^', '\n'));
        assertThat(changed).isNotEqualTo(pickle);
        assertRefused(changed, reason);
    }

    @Test
    void refuses_what_is_no_model_or_no_ordinary_one() {
        assertRefused("\u0080\2cposix\nsystem\n(Vid\ntR.", "posix.system");
        assertRefused("\u0080\2].", "The file holds a list, which is no model of LightGBM");
        assertRefused(
                "\u0080\2csklearn.preprocessing._label\nLabelEncoder\n)\u0081.",
                "The file holds a sklearn.preprocessing._label.LabelEncoder");
        String regressor = "\u0080\2clightgbm.sklearn\nLGBMRegressor\n)\u0081}";
        assertRefused(
                regressor + "V_other_params\n}Vpred_early_stop\nI01\nssb.",
                "LGBMRegressor._other_params has pred_early_stop");
        assertRefused(
                regressor + "V_objective\ncbuiltins\nfloat\nsb.",
                "LGBMRegressor._objective is builtins.float, a program");
        assertRefused(
                regressor + "V_Booster\nclightgbm.sklearn\nLGBMModel\n)\u0081sb.",
                "LGBMRegressor._Booster is a lightgbm.sklearn.LGBMModel; it must be a Booster");
    }

    /** A class that is not served is refused though its file is not there. */
    @Test
    void refuses_a_class_before_it_reads_the_file(@TempDir Path folder) throws Exception {
        String text =
                "flavors:\n  lightgbm:\n    data: model.pkl\n    model_class: mine.LGBMClassifier\n";
        assertThatThrownBy(
                        () ->
                                new LightgbmRuntime()
                                        .open(folder, MlModelFile.parse(text.getBytes(ISO_8859_1))))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("says that the model is a mine.LGBMClassifier");
    }
}
