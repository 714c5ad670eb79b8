package org.tandemml.serving.engine.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.serving.engine.ModelLoadException;

class PmmlReaderTest {

    @Test
    void copies_what_matters() throws Exception {
        String copy =
                read(Pmml.regression(
                                        "<TransformationDictionary><DerivedField name=\"d\""
                                                + " optype=\"categorical\" dataType=\"string\">"
                                                + "<Constant>a &lt; &quot;b&quot; &amp; c</Constant>"
                                                + "</DerivedField></TransformationDictionary>")
                                .replace(
                                        "<Header/>",
                                        "<Header><Extension name=\"x\"><y z=\"1\"/></Extension>"
                                                + "<!-- said by the trainer --></Header>"))
                        .xml();

        assertThat(copy)
                .contains("<Header></Header>", "a &lt; &quot;b&quot; &amp; c", "coefficient=\"5\"")
                .doesNotContain("Extension", "said by", "xmlns");
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

        assertThat(document.usesPatterns()).isTrue();
        assertThat(document.usesTextFunctions()).isTrue();
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
            assertThat(read(pmml).xml()).doesNotContain("schemaLocation");
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
