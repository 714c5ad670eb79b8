package org.tandemml.serving.engine.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.serving.engine.ModelLoadException;

class PmmlReaderTest {

    @Test
    void copies_what_matters() throws Exception {
        XmlElement root =
                read(Pmml.regression(
                                        "<TransformationDictionary><DerivedField name=\"d\""
                                                + " optype=\"categorical\""
                                                + " dataType=\"string\"><Constant>a &lt; &quot;b&quot;"
                                                + " &amp; c</Constant>"
                                                + "</DerivedField></TransformationDictionary>")
                                .replace(
                                        "<Header/>",
                                        "<Header>\n <Extension name=\"x\"><y z=\"1\"/></Extension>"
                                                + "<!-- said by the trainer --></Header>"))
                        .root();

        assertThat(root.get("xmlns")).isNull();
        assertThat(root.child("Header").children()).isEmpty();
        assertThat(descendant(root, "Constant").text()).isEqualTo("a < \"b\" & c");
        assertThat(descendant(root, "CategoricalPredictor").get("coefficient")).isEqualTo("5");
        assertThat(descendant(root, "RegressionTable").text()).isEmpty();
    }

    private static XmlElement descendant(XmlElement element, String name) {
        if (element.name().equals(name)) {
            return element;
        }
        return element.children().stream()
                .map(child -> descendant(child, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Test
    void reads_trees_as_deep_as_its_own_limit_on_every_JDK() throws Exception {
        int depth = 500;
        String root = "<Node score=\"1\"><True></True>";
        String tree =
                "<TreeModel functionName=\"regression\">"
                        + "<MiningSchema><MiningField name=\"a\"/></MiningSchema>"
                        + root.repeat(depth)
                        + "</Node>".repeat(depth)
                        + "</TreeModel>";

        XmlElement node = descendant(read(Pmml.document("", "", tree)).root(), "Node");
        int read = 0;
        for (; node != null; node = node.child("Node")) {
            read++;
        }
        assertThat(read).isEqualTo(depth);
        assertThatThrownBy(() -> read(Pmml.document("", "", tree.replace(root, root + "<Node>"))))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("nested deeper than 512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "ISO-8859-1"})
    void refuses_a_doctype_in_any_encoding(String encoding) {
        String pmml =
                Pmml.regression("")
                        .replace(
                                "<?xml version=\"1.0\"?>",
                                "<?xml version=\"1.0\" encoding=\"%s\"?><!DOCTYPE PMML>"
                                        .formatted(encoding));

        assertThatThrownBy(() -> PmmlReader.read(pmml.getBytes(Charset.forName(encoding))))
                .isInstanceOf(ModelLoadException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "matches, ^(a+)+$, repeats a group",
        "matches, (a|aa)+, repeats a group",
        "replace, (x)\\1, refers back",
        "matches, '.*.*.*.*', repeats more than",
        "matches, '(unclosed', not a regular expression",
    })
    void refuses_patterns_that_explode(String function, String pattern, String reason) {
        assertThatThrownBy(() -> read(Pmml.regression(derived(apply(function, constant(pattern))))))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^\\s+|\\s+$", "[a-z]+[0-9]*", "(?:foo)?bar", "a{2,3}"})
    void takes_ordinary_patterns(String pattern) throws Exception {
        PmmlDocument document = read(Pmml.regression(derived(apply("matches", constant(pattern)))));

        assertThat(document.uses().patterns()).isTrue();
        assertThat(document.uses().textFunctions()).isTrue();
    }

    @Test
    void refuses_functions_that_nothing_computes() {
        for (String function : PmmlRules.NOT_COMPUTED) {
            assertThatThrownBy(() -> read(Pmml.regression(derived(apply(function, "")))))
                    .hasMessageContaining("the function '%s'".formatted(function))
                    .hasMessageContaining("(line 1)");
        }
    }

    @Test
    void refuses_a_pattern_that_a_row_would_choose() {
        assertThatThrownBy(
                        () ->
                                read(
                                        Pmml.regression(
                                                derived(
                                                        apply(
                                                                "matches",
                                                                "<FieldRef field=\"job\"/>")))))
                .hasMessageContaining("not constant");
    }

    @Test
    void refuses_functions_of_a_derived_field_with_the_same_name() {
        assertThatThrownBy(() -> read(Pmml.regression(derived("<Apply function=\"d\"/>"))))
                .hasMessageContaining("applies the function 'd'");
    }

    @Test
    void refuses_long_chains_of_definitions() {
        StringBuilder fields = new StringBuilder("<TransformationDictionary>");
        for (int i = 0; i < 400; i++) {
            fields.append(
                    ("<DerivedField name=\"d%d\" optype=\"continuous\" dataType=\"double\">"
                                    + "<FieldRef field=\"d%d\"/></DerivedField>")
                            .formatted(i + 1, i));
        }
        fields.append("</TransformationDictionary>");

        assertThatThrownBy(() -> read(Pmml.regression(fields.toString())))
                .hasMessageContaining("through too many others");
    }

    @Test
    void refuses_functions_that_a_row_would_apply_for_ever() {
        StringBuilder definitions = new StringBuilder("<TransformationDictionary>\n");
        for (int i = 1; i <= 30; i++) {
            String before = i == 1 ? "exp" : "f" + (i - 1);
            definitions.append(
                    ("<DefineFunction name=\"f%d\" optype=\"continuous\" dataType=\"double\">"
                                    + "<ParameterField name=\"x\"/><Apply function=\"+\">%s%s"
                                    + "</Apply></DefineFunction>\n")
                            .formatted(i, applyTo(before, "x"), applyTo(before, "x")));
        }
        String fields =
                "<DerivedField name=\"d\" optype=\"continuous\""
                        + " dataType=\"double\">%s</DerivedField></TransformationDictionary>";

        assertThatThrownBy(
                        () ->
                                read(
                                        Pmml.regression(
                                                definitions
                                                        + fields.formatted(applyTo("f30", "a")))))
                .hasMessageContaining("the function 'f30', which makes a row cost more than")
                .hasMessageContaining("line 31");
        assertThatCode(
                        () ->
                                read(
                                        Pmml.regression(
                                                definitions
                                                        + fields.formatted(applyTo("f9", "a")))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "30, 'concat', '<FieldRef field=\"%1$s\"/>', true",
        "10, 'concat', '<FieldRef field=\"%1$s\"/>', false",
        "30, 'concat', '', false",
        "30, 'replace', '<Constant>a</Constant><Constant>aa</Constant>', true",
        "30, 'replace', '<Constant>b*</Constant><Constant>b</Constant>', true",
        "30, 'replace', '<Constant>b</Constant><Constant>c</Constant>', false",
        "30, 'g', '', true",
        "30, 'substring', '<Constant>1</Constant><Constant>9</Constant>', false",
    })
    void refuses_texts_that_grow_from_field_to_field(
            int chain, String function, String others, boolean refused) {
        StringBuilder fields =
                new StringBuilder(
                        "<TransformationDictionary><DefineFunction name=\"g\""
                                + " optype=\"categorical\"><ParameterField name=\"x\"/><Apply"
                                + " function=\"concat\"><FieldRef field=\"x\"/><FieldRef"
                                + " field=\"x\"/></Apply></DefineFunction>");
        String before = "job";
        for (int i = 1; i <= chain; i++) {
            fields.append(
                    ("<DerivedField name=\"t%d\" optype=\"categorical\" dataType=\"string\">"
                                    + "<Apply function=\"%s\"><FieldRef field=\"%s\"/>%s</Apply>"
                                    + "</DerivedField>\n")
                            .formatted(i, function, before, others.formatted(before)));
            before = "t" + i;
        }
        String pmml = Pmml.regression(fields + "</TransformationDictionary>");

        if (refused) {
            assertThatThrownBy(() -> read(pmml))
                    .hasMessageContaining("times as long as the texts it is made of");
        } else {
            assertThatCode(() -> read(pmml)).doesNotThrowAnyException();
        }
    }

    @Test
    void refuses_texts_that_grow_from_scope_to_scope() {
        String pmml =
                Pmml.document(
                        "",
                        "<TransformationDictionary>"
                                + joined("t", "job")
                                + "</TransformationDictionary>",
                        "<MiningModel functionName=\"regression\"><LocalTransformations>"
                                + joined("u", "t")
                                + "</LocalTransformations><Segmentation><Segment><True/><RegressionModel"
                                + " functionName=\"regression\"><LocalTransformations>"
                                + joined("t", "u")
                                + "</LocalTransformations></RegressionModel></Segment></Segmentation>"
                                + "</MiningModel>");

        assertThatThrownBy(() -> read(pmml))
                .hasMessageContaining("times as long as the texts it is made of");
        assertThatCode(() -> read(pmml.replace("name=\"t\"", "name=\"v\"")))
                .doesNotThrowAnyException();
    }

    private static String joined(String name, String field) {
        return "<DerivedField name=\"%s\" optype=\"categorical\" dataType=\"string\">%s</DerivedField>"
                .formatted(
                        name,
                        apply("concat", "<FieldRef field=\"" + field + "\"/>")
                                .replace("job", field));
    }

    private static String applyTo(String function, String field) {
        return "<Apply function=\"%s\"><FieldRef field=\"%s\"/></Apply>".formatted(function, field);
    }

    @ParameterizedTest
    @CsvSource({
        "%999999999d, width or precision",
        "%.2147483647f, width or precision",
    })
    void refuses_formats_of_endless_numbers(String format, String reason) {
        assertThatThrownBy(
                        () ->
                                read(
                                        Pmml.regression(
                                                derived(apply("formatNumber", constant(format))))))
                .hasMessageContaining(reason);
        assertThatThrownBy(
                        () ->
                                read(
                                        Pmml.regression(
                                                derived(
                                                        apply(
                                                                "formatNumber",
                                                                "<FieldRef field=\"job\"/>")))))
                .hasMessageContaining("not constant");
        assertThatCode(() -> read(Pmml.regression(derived(apply("formatNumber", constant("%3d"))))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http://www.dmg.org/PMML-4_4 http://www.dmg.org/v4-4/pmml-4-4.xsd, true",
        "http://www.dmg.org/PMML-4_4 pmml-4-4.xsd, true",
        "http://www.dmg.org/PMML-4_4 http://dmg.org.example/pmml.xsd, false",
        "http://www.dmg.org/PMML-4_4 file:///etc/passwd, false",
    })
    void takes_schema_locations_of_the_standard_only(String location, boolean taken)
            throws Exception {
        String pmml =
                Pmml.regression("")
                        .replace(
                                "<Header/>",
                                ("<Header xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                                                + " xsi:schemaLocation=\"%s\"/>")
                                        .formatted(location));
        if (taken) {
            assertThat(read(pmml).root().get("schemaLocation")).isNull();
        } else {
            assertThatThrownBy(() -> read(pmml)).hasMessageContaining("schema location");
        }
    }

    private static PmmlDocument read(String pmml) throws ModelLoadException {
        return PmmlReader.read(pmml.getBytes(StandardCharsets.UTF_8));
    }

    private static String derived(String expression) {
        return "<TransformationDictionary><DerivedField name=\"d\" optype=\"continuous\""
                + " dataType=\"double\">"
                + expression
                + "</DerivedField></TransformationDictionary>";
    }

    private static String apply(String function, String second) {
        return "<Apply function=\"%s\"><FieldRef field=\"job\"/>%s</Apply>"
                .formatted(function, second);
    }

    private static String constant(String text) {
        return "<Constant dataType=\"string\">%s</Constant>"
                .formatted(text.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
