package org.tandemml.serving.engine.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Files that lie are refused, and the reason names the place. */
class HostileTextTest {

    private static String text(String model) throws IOException {
        return Files.readString(
                ZooModel.own(HostileTextTest.class, model).modelFolder().resolve("model.lgb"));
    }

    private static LightgbmModel open(String text) throws ModelLoadException {
        return LightgbmModel.of(ModelText.read(text));
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> open(text).close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
    }

    /** Changes the first line with a key; the sizes of the trees go, for they would tell. */
    private static String changed(String text, String key, UnaryOperator<String> change) {
        StringBuilder changed = new StringBuilder();
        boolean done = false;
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith("tree_sizes=")) {
                boolean here = !done && line.startsWith(key + "=");
                done |= here;
                changed.append(
                        here ? key + "=" + change.apply(line.substring(key.length() + 1)) : line);
                changed.append('\n');
            }
        }
        assertThat(done).as("a line %s", key).isTrue();
        return changed.toString();
    }

    @Test
    void takes_a_file_without_tree_sizes() throws Exception {
        String text = text("categories");
        open(text).close();
        open(changed(text, "num_class", value -> value)).close();
    }

    /** The first number of a line of the first tree, or of the header, is another one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    left_child     | 99          | Tree 0, split 0: its left branch leads to split 99
                    left_child     | 0           | Tree 0, split 0: its left branch leads to split 0, which is reached twice
                    left_child     | 1           | reached twice
                    left_child     | -2147483648 | does not exist
                    left_child     | 2147483648  | Tree 0, left_child, entry 0: '2147483648' is not a 32-bit whole number
                    split_feature  | 4           | Tree 0, split 0: feature 4 does not exist, there are 4
                    split_feature  | -1          | Tree 0, split 0: feature -1
                    split_feature  | abc         | Tree 0, split_feature, entry 0: 'abc' is not
                    decision_type  | 64          | Tree 0, split 0: decision_type 64
                    threshold      | 2           | Tree 0, split 0: its set of categories 2.0 does not exist
                    threshold      | 0.5         | Tree 0, split 0: its set of categories 0.5 does not exist
                    threshold      | nan         | Tree 0, threshold, entry 0: 'nan' is not a number
                    threshold      | 1d          | Tree 0, threshold, entry 0: '1d' is not a number
                    threshold      | 0x1p3       | '0x1p3' is not a number
                    leaf_value     | nan         | Tree 0, leaf_value, entry 0
                    leaf_value     | --1         | Tree 0, leaf_value, entry 0
                    num_leaves     | 6           | Tree 0
                    num_leaves     | 8           | Tree 0
                    num_leaves     | 0           | Tree 0: num_leaves is 0
                    num_leaves     | -7          | Tree 0: num_leaves is -7
                    num_leaves     | 2147483647  | Tree 0: num_leaves is 2147483647
                    num_cat        | 1           | num_cat is 1, and cat_boundaries has 3 entries
                    num_cat        | 2147483647  | num_cat is 2147483647
                    cat_boundaries | 1           | cat_boundaries, entry 0
                    cat_boundaries | -1          | cat_boundaries, entry 0
                    cat_threshold  | 4294967296  | cat_threshold, entry 0
                    num_class      | 2           | num_class
                    num_class      | 0           | num_class
                    num_class      | 2147483647  | num_class
                    num_tree_per_iteration | 7   | num_tree_per_iteration=7
                    max_feature_idx | 2          | max_feature_idx is 2, and feature_names has 4 names
                    max_feature_idx | -1         | max_feature_idx is -1
                    max_feature_idx | 2147483647 | max_feature_idx is 2147483647
                    objective      | no_such_one | The objective 'no_such_one' is not known
                    """)
    void refuses_another_first_word(String key, String word, String reason) throws Exception {
        assertRefused(
                changed(text("categories"), key, line -> line.replaceFirst("^\\S+", word)), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    threshold     | Tree 0: threshold has 7 entries; it must have 6
                    left_child    | Tree 0: left_child has 7 entries
                    leaf_value    | Tree 0: leaf_value has 8 entries
                    decision_type | Tree 0: decision_type has 7 entries
                    """)
    void refuses_a_line_that_is_too_long(String key, String reason) throws Exception {
        assertRefused(changed(text("categories"), key, line -> line + " 1"), reason);
    }

    @Test
    void refuses_what_linear_leaves_do_not_have() throws Exception {
        String text = text("linear-tree");
        assertRefused(
                changed(text, "num_features", line -> line.replaceFirst("^\\S+", "5")),
                "Tree 0, leaf 0: num_features is 5; the model has 4 features");
        assertRefused(
                changed(text, "num_features", line -> line.replaceFirst("^\\S+", "-1")),
                "num_features is -1");
        assertRefused(
                changed(text, "num_class", line -> line)
                        .replaceFirst("(?m)^leaf_features=\\d", "leaf_features=9"),
                "feature 9 does not exist");
        assertRefused(changed(text, "leaf_coeff", line -> line + " 1"), "leaf_coeff has");
    }

    @Test
    void refuses_a_text_that_was_cut_or_put_together() throws Exception {
        String text = text("binary");
        assertRefused("", "does not begin with the line 'tree'");
        assertRefused(text.substring(0, text.indexOf("end of trees")), "it was cut off");
        assertRefused(text.substring(0, text.indexOf("end of parameters")), "it was cut off");
        assertRefused(
                text.replaceFirst("tree_sizes=\\d+", "tree_sizes=5"), "tree 0 has 5 characters");
        assertRefused(
                text.replaceFirst("tree_sizes=\\d+ ", "tree_sizes="), "tree_sizes has 5 entries");
        assertRefused(
                changed(text, "num_leaves", line -> line + "\nnum_leaves=9"),
                "Tree 0 has the line 'num_leaves' twice");
        assertRefused(text.replaceFirst("score_x", "age"), "the same name twice");
    }

    @Test
    void refuses_categories_of_no_column() throws Exception {
        String text = text("texts");
        assertRefused(
                text.replace("[categorical_feature: 1]", "[categorical_feature: 2]"),
                "names column 2; there are 2");
        assertRefused(
                text.replace("[categorical_feature: 1]", "[categorical_feature: ]"),
                "which are which is not said");
        assertRefused(
                text.replaceFirst("pandas_categorical:.*", "pandas_categorical:[[[]]]"),
                "not a JSON list of lists of values");
        assertRefused(
                text.replaceFirst("pandas_categorical:.*", "pandas_categorical:[[\"a\""),
                "not a JSON list of lists");
    }
}
