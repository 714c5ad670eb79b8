package org.tandemml.serving.engine.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Files that lie are refused, and the reason names the place. */
class HostileDocumentTest {
    @TempDir Path folder;

    private static ZooModel own(String model) {
        return ZooModel.own(HostileDocumentTest.class, model);
    }

    private static byte[] file(String model, String file) throws IOException {
        return Files.readAllBytes(own(model).modelFolder().resolve(file));
    }

    private static String json(String model) throws IOException {
        return new String(file(model, "model.json"), StandardCharsets.UTF_8);
    }

    /** Opens bytes as the file that the model {@code binary} names. */
    private void open(byte[] bytes) throws IOException, ModelLoadException {
        Files.write(folder.resolve("model.json"), bytes);
        new XgboostRuntime().open(folder, own("binary").mlmodel()).close();
    }

    private void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
    }

    private void assertRefused(String text, String reason) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8), reason);
    }

    /** In the first place where a regular expression matches. */
    private void assertRefused(String model, String from, String to, String reason)
            throws IOException {
        String text = json(model);
        String changed = text.replaceFirst(from, to);
        assertThat(changed).as("with %s", from).isNotEqualTo(text);
        assertRefused(changed, reason);
    }

    @Test
    void takes_the_files_that_the_others_are_made_of() throws Exception {
        open(file("binary", "model.json"));
        open(file("categories", "model.json"));
        open(file("multiclass", "model.ubj"));
        open(file("old-dart", "model.xgb"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    "left_children":\\[1   | "left_children":[99  | Tree 0, node 0: child 99 does not exist
                    "left_children":\\[1   | "left_children":[0   | Tree 0, node 0: child 0 is reached twice
                    "left_children":\\[1   | "left_children":[-2  | Tree 0, node 0: child -2 does not exist
                    "left_children":\\[1   | "left_children":[2   | Tree 0, node 0: child 2 is reached twice
                    "left_children":\\[1   | "left_children":[-1  | Tree 0, node 0: it has a right child, but no left one
                    "left_children":\\[1   | "left_children":[1.5 | left_children[0]: 1.5 is not a 32-bit whole number
                    "left_children":\\[1,  | "left_children":[    | left_children
                    "left_children":\\[1   | "left_children":["1" | left_children
                    "split_indices":\\[\\d | "split_indices":[4   | feature 4 does not exist, there are 4
                    "split_indices":\\[\\d | "split_indices":[-1  | feature -1 does not exist
                    "split_conditions":\\[[^,]* | "split_conditions":[NaN | Tree 0, node 0: the threshold NaN
                    "split_conditions":\\[[^,]* | "split_conditions":[1e99 | x
                    "num_nodes":"\\d+"     | "num_nodes":"2147483647" | num_nodes is 2147483647
                    "num_nodes":"\\d+"     | "num_nodes":"0"      | num_nodes is 0
                    "num_nodes":"\\d+"     | "num_nodes":"3"      | it must have 3
                    "num_trees":"5"        | "num_trees":"1000000000" | num_trees is 1000000000
                    "tree_info":\\[0       | "tree_info":[77      | Tree 0: tree_info is 77; there are 1 outputs
                    "tree_info":\\[0,      | "tree_info":[        | tree_info
                    "num_class":"0"        | "num_class":"1000000000" | num_class is 1000000000
                    "num_class":"0"        | "num_class":"1000"   | has 1000 outputs, but only 5 trees
                    "num_class":"0"        | "num_class":"-3"     | num_class is -3
                    "num_feature":"4","num_target" | "num_feature":"0","num_target" | num_feature is 0
                    "num_feature":"4","num_target" | "num_feature":"2147483647","num_target" | num_feature is 2147483647
                    "num_feature":"4","num_target" | "num_feature":"3","num_target" | feature_names has 4 names
                    "num_feature":"4","num_target" | "num_feature":"four","num_target" | num_feature: a whole number was expected
                    "base_score":"[^"]*"   | "base_score":"0x1p3" | base_score: '0x1p3' is not a number
                    "base_score":"[^"]*"   | "base_score":"1E99"  | base_score[0]: Infinity
                    "base_score":"[^"]*"   | "base_score":"[1,2]" | base_score has 2 numbers; the model has 1 outputs
                    "base_score":"[^"]*"   | "base_score":"-1"    | base_score -1.0 is none
                    "base_score":"[^"]*"   | "base_score":0.5     | base_score: a text was expected
                    "name":"binary:logistic" | "name":"no:such"   | objective 'no:such' is not known
                    "name":"gbtree"        | "name":"gbforest"    | booster 'gbforest' is not known
                    "learner":             | "learner":{},"learner": | not valid JSON
                    "learner":             | "teacher":           | has no 'learner'
                    """)
    void refuses_what_does_not_fit(String from, String to, String reason) throws Exception {
        if (reason.equals("x")) {
            // Beyond binary32, this threshold is infinite: everything finite lies below it.
            open(json("binary").replaceFirst(from, to).getBytes(StandardCharsets.UTF_8));
        } else {
            assertRefused("binary", from, to, reason);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    "categories":\\[\\d+        | "categories":[2147483647 | the category 2147483647 must lie between 0 and 16777215
                    "categories":\\[\\d+        | "categories":[-1         | the category -1
                    "categories_segments":\\[0  | "categories_segments":[9999 | do not exist
                    "categories_segments":\\[0  | "categories_segments":[-1 | do not exist
                    "categories_sizes":\\[\\d+  | "categories_sizes":[2147483647 | do not exist
                    "categories_sizes":\\[\\d+, | "categories_sizes":[     | must have the same
                    "categories_nodes":\\[\\d+  | "categories_nodes":[9999 | categories_nodes[0] is 9999
                    "split_type":\\[1           | "split_type":[0          | is no categorical split
                    "split_type":\\[1           | "split_type":[7          | categorical split
                    """)
    void refuses_categories_that_do_not_fit(String from, String to, String reason)
            throws Exception {
        assertRefused("categories", from, to, reason);
    }

    @Test
    void refuses_sets_that_would_fill_the_memory() throws Exception {
        // A set of one category near the limit takes 2 MiB; the file could name thousands of them.
        ModelSize budget = new ModelSize();
        int words = ModelSize.MAX_CATEGORIES / 64;
        for (int i = 0; i < 32; i++) {
            budget.takeCategories("Tree 0", i, words);
        }
        assertThatThrownBy(() -> budget.takeCategories("Tree 0", 32, words))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("Tree 0, node 32: the sets of categories");
    }

    @Test
    void refuses_json_that_is_none() throws Exception {
        String text = json("binary");
        assertRefused("", "neither JSON nor UBJSON");
        assertRefused("bs64AAAA", "neither JSON nor UBJSON");
        assertRefused("{}", "has no 'learner'");
        assertRefused(text.substring(0, text.length() / 2), "not valid JSON");
        assertRefused(text + "{}", "goes on after its JSON document");
        assertRefused("{\"learner\":" + "[".repeat(100_000), "not valid JSON");
        assertRefused("{\"learner\":" + "9".repeat(1_000_000) + "}", "not valid JSON");
    }

    @Test
    void refuses_ubjson_that_lies_about_lengths() throws Exception {
        assertRefused(ubj("{", "i\u0001a", "[$d#l\u007f\u00ff\u00ff\u00ff"), "bytes left");
        assertRefused(ubj("{", "i\u0001a", "[$Z#l\u007f\u00ff\u00ff\u00ff"), "bytes left");
        assertRefused(ubj("{", "i\u0001a", "[#l\u007f\u00ff\u00ff\u00ff"), "bytes left");
        assertRefused(ubj("{", "i\u0001a", "Sl\u00ff\u00ff\u00ff\u00ff"), "a length of -1");
        assertRefused(ubj("{", "i\u0001a", "Si\u007fx"), "a length of 127");
        assertRefused(ubj("{", "SS"), "a length must be a whole number");
        assertRefused(ubj("{", "i\u0001a", "?"), "is no type");
        assertRefused(ubj("{", "i\u0001a", "i"), "ends too early");
        assertRefused(ubj("{", "i\u0001a", "i\u0001", "i\u0001a", "i\u0002", "}"), "twice");
        assertRefused(ubj("{", "i\u0001a", "Z", "}", "}"), "goes on after its document");
        assertRefused(ubj("{", "i\u0001a", "[".repeat(100_000)), "nested more than 64 deep");
        byte[] whole = file("multiclass", "model.ubj");
        assertRefused(java.util.Arrays.copyOf(whole, whole.length - 1), "ends too early");
    }

    private static byte[] ubj(String... parts) {
        return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void refuses_a_binary_file_that_lies() throws Exception {
        byte[] whole = file("old-binary", "model.xgb");
        assertRefused(java.util.Arrays.copyOf(whole, 10), "ends too early");
        assertRefused(java.util.Arrays.copyOf(whole, 400), "bytes left");
        assertRefused(with(whole, 8, -1), "num_feature is -1");
        assertRefused(with(whole, 12, 1_000_000_000), "num_class is 1000000000");
        assertRefused(with(whole, 140, 1_000_000_000), "a length of 1000000000");
        int forest = 140 + 8 + "binary:logistic".length() + 8 + "gbtree".length();
        assertRefused(with(whole, forest, 1_000_000_000), "1000000000 trees");
        assertRefused(with(whole, forest, -1), "-1 trees");
        int tree = forest + 160;
        assertRefused(with(whole, tree + 4, 2_000_000_000), "Tree 0 has 2000000000 nodes");
        assertRefused(with(whole, tree + 148 + 4, 99), "Tree 0, node 0: child 99");
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(whole);
        longer.write(0);
        assertRefused(longer.toByteArray(), "goes on after its model");
    }

    private static byte[] with(byte[] file, int at, int number) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        return changed;
    }
}
