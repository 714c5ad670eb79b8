package org.tandemml.serving.engine.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.serving.engine.ModelLoadException;

class PickleReaderTest {
    private static final KnownNames NAMES =
            KnownNames.of(Set.of("known.Thing", "known.newObj"), Set.of("known.only_named"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "values-0.pkl",
                "values-1.pkl",
                "values-2.pkl",
                "values-3.pkl",
                "values-4.pkl",
                "values-5.pkl",
                "values.joblib"
            })
    void reads_what_every_protocol_writes(String file) throws Exception {
        Map<?, ?> values = (Map<?, ?>) Objects.requireNonNull(read(file(file)));
        assertThat(values.get("none")).isNull();
        assertThat(values.get("flags")).isEqualTo(List.of(true, false));
        assertThat(values.get("whole"))
                .isEqualTo(
                        List.of(
                                0L,
                                255L,
                                65535L,
                                -1L,
                                1L << 31,
                                -(1L << 40),
                                BigInteger.TWO.pow(100)));
        assertThat(values.get("real"))
                .isEqualTo(List.of(0.5, -0.0, Double.POSITIVE_INFINITY, Double.NaN, 1e300));
        assertThat(values.get("text"))
                .isEqualTo(List.of("", "naïve 名前 😀 \\u0041 \n", "x".repeat(300)));
        assertThat(values.get("raw")).isEqualTo(new byte[] {0, -1});
        assertThat(values.get("tuples"))
                .isEqualTo(
                        List.of(
                                List.of(),
                                List.of(1L),
                                List.of(1L, 2L),
                                List.of(1L, 2L, 3L),
                                List.of(1L, 2L, 3L, 4L)));
        assertThat(values.get("sets")).isEqualTo(Set.of(3L));
        List<?> shared = (List<?>) values.get("shared");
        assertThat(shared.get(0)).isSameAs(shared.get(1)).isEqualTo(List.of(1L, 2L));
        PyObject slice = (PyObject) values.get("slice");
        assertThat(slice.type()).isEqualTo("builtins.slice");
        assertThat(slice.arguments()).containsExactly(1L, null, 2L);
        assertThat(values.get("scalar")).isEqualTo(List.of(0.1, -7L, true, "ab", (double) 0.1f));
        assertThat(values.get("kind")).isEqualTo(new PyName("numpy.float64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-0.pkl", "values-3.pkl", "values-5.pkl", "values.joblib"})
    void reads_arrays_of_every_layout(String file) throws Exception {
        Map<?, ?> values = (Map<?, ?>) Objects.requireNonNull(read(file(file)));
        assertThat(doubles(values, "grid")).containsExactly(0, 0.25, 0.5, 0.75, 1, 1.25);
        assertThat(doubles(values, "columns")).containsExactly(0, 0.25, 0.5, 0.75, 1, 1.25);
        assertThat(doubles(values, "strided")).containsExactly(0, 0.5, 0.75, 1.25);
        assertThat(doubles(values, "empty")).isEmpty();
        assertThat(array(values, "empty").shownShape()).isEqualTo("[0, 3]");
        assertThat(doubles(values, "single")).containsExactly(2.5);
        assertThat(doubles(values, "big")).containsExactly(0, 0.25, 0.5, 0.75, 1, 1.25);
        assertThat(array(values, "small").longs("")).containsExactly(-1, 2);
        assertThat(doubles(values, "unsigned")).containsExactly(0x1p64);
        assertThat(doubles(values, "half")).containsExactly(1.5, -2.0, Double.POSITIVE_INFINITY);
        assertThat(array(values, "flagged").values("")).containsExactly(true, false);
        assertThat(array(values, "wide").values("")).containsExactly("ab", "", "名");
        assertThat(array(values, "narrow").values("")).containsExactly("ab", "");
        assertThat(array(values, "objects").values("")).containsExactly("a", null, 1.5, 3L);
        PyArray structure = array(values, "structure");
        assertThat(structure.field("a", "").longs("")).containsExactly(1, -3);
        assertThat(structure.field("b", "").doubles("")).containsExactly(0.5, 1.5);
        assertThat(structure.field("c", "").ints("")).containsExactly(2, 4);
    }

    @Test
    void reads_npy_files_with_structures() throws Exception {
        PyArray structure = NpyFile.read(file("structure.npy"));
        assertThat(structure.field("a", "").longs("")).containsExactly(1, -3);
        assertThat(structure.field("c", "").ints("")).containsExactly(2, 4);
    }

    @Test
    void keeps_objects_of_known_classes_as_records() throws Exception {
        byte[] pickle =
                new Pickle()
                        .name("known", "Thing")
                        .op(')', 0x81, '}')
                        .text("a")
                        .op('K', 7, 's', 'b')
                        .stop();
        PyObject thing = (PyObject) Objects.requireNonNull(read(pickle));
        assertThat(thing.type()).isEqualTo("known.Thing");
        assertThat(thing.integer("a")).isEqualTo(7);
        assertThatThrownBy(() -> thing.text("a")).hasMessageContaining("Thing.a must be a text");
        assertThatThrownBy(() -> thing.text("b")).hasMessageContaining("has no Thing.b");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                named(
                        "a call of what is not known",
                        "'os.system'",
                        new Pickle().name("os", "system")),
                named("an old name", "'posix.system'", new Pickle().ascii("cposix\nsystem\n")),
                named(
                        "a name inside a known module",
                        "'numpy.load'",
                        new Pickle().name("numpy", "load")),
                named(
                        "a name that goes on",
                        "'known.Thing.__init__'",
                        new Pickle().name("known", "Thing.__init__")),
                named(
                        "a call of what may only be named",
                        "may only be named",
                        new Pickle().name("known", "only_named").op(')', 'R')),
                named("a call of a list", "calls a list", new Pickle().op(']', ')', 'R')),
                named(
                        "the state of a class",
                        "sets the state of known.Thing",
                        new Pickle().name("known", "Thing").op('}', 'b')),
                named("INST", "no known class needs", new Pickle().ascii("(ios\nsystem\n")),
                named(
                        "OBJ",
                        "no known class needs",
                        new Pickle().op('(').name("known", "Thing").op('o')),
                named(
                        "NEWOBJ_EX",
                        "no known class needs",
                        new Pickle().name("known", "Thing").op(')', '}', 0x92)),
                named("PERSID", "outside of the file", new Pickle().ascii("Px\n")),
                named("BINPERSID", "outside of the file", new Pickle().op('N', 'Q')),
                named("EXT1", "registry", new Pickle().op(0x82, 1)),
                named("a buffer", "outside of the file", new Pickle().op(0x97)),
                named("another protocol", "protocol 9", new Pickle().op(0x80, 9)),
                named("an unknown instruction", "0xff", new Pickle().op(0xFF)),
                named("an empty stack", "more from the stack", new Pickle().op('0')),
                named("no mark", "a mark that is not there", new Pickle().op('t')),
                named("a stolen mark", "more from the stack", new Pickle().op('N', '(', 'a')),
                named("an empty memo", "memo's place 5", new Pickle().op('h', 5)),
                named(
                        "a text of 2^62",
                        "ends early",
                        new Pickle().op(0x8D, 0, 0, 0, 0, 0, 0, 0, 64)),
                named(
                        "a negative text",
                        "ends early",
                        new Pickle().op(0x8D, 0, 0, 0, 0, 0, 0, 0, 255)),
                named(
                        "a long number",
                        "whole number has",
                        new Pickle().op(0x8B, 255, 255, 255, 127)),
                named(
                        "a frame of 2^40",
                        "ends early",
                        new Pickle().op(0x95, 0, 0, 0, 0, 0, 1, 0, 0)),
                named("an endless line", "has no end", new Pickle().ascii("I1")),
                named("a list as a key", "a key is a list", new Pickle().op('}', ']', 'N', 's')),
                named("a deep key", "a key is", new Pickle().op('}', ')', 0x85, 0x85, 'N', 's')),
                named(
                        "an array of another class",
                        "a kind of array",
                        new Pickle()
                                .name("numpy._core.multiarray", "_reconstruct")
                                .name("known", "Thing")
                                .op(0x85, 'R')),
                named(
                        "an array that lies about its length",
                        "do not fit",
                        new Pickle()
                                .name("numpy._core.numeric", "_frombuffer")
                                .op('(', 'C', 1, 0)
                                .name("numpy", "dtype")
                                .text("f8")
                                .op(0x85, 'R', 'K', 100, 0x85)
                                .text("C")
                                .op('t', 'R')),
                named(
                        "an array of nothing, 2^31 times",
                        "do not fit",
                        new Pickle()
                                .name("numpy._core.numeric", "_frombuffer")
                                .op('(', 'C', 0)
                                .name("numpy", "dtype")
                                .text("V0")
                                .op(0x85, 'R', 'J', 255, 255, 255, 127, 0x85)
                                .text("C")
                                .op('t', 'R')));
    }

    private static Arguments named(String what, String why, Pickle pickle) {
        return Arguments.of(what, why, pickle.stop());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, String why, byte[] pickle) {
        assertThatThrownBy(() -> read(pickle))
                .as(what)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(why);
    }

    @Test
    void refuses_what_follows_the_end() {
        byte[] pickle = new Pickle().op('N', '.', 'N').stop();
        assertThatThrownBy(() -> read(pickle)).hasMessageContaining("goes on after its end");
    }

    /** The first bytes of what {@code joblib.dump(..., compress=...)} writes. */
    @ParameterizedTest
    @CsvSource({"789C4B, zlib", "1F8B08, gzip", "425A6839, bz2", "FD377A585A, xz", "04224D18, lz4"})
    void says_how_a_file_is_compressed(String head, String how) {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex(head)))
                .hasMessageContaining("is compressed (" + how + ")");
    }

    /** Depth costs the heap a little, and no stack. */
    @Test
    void takes_depth_without_calling_itself() throws Exception {
        Pickle deep = new Pickle();
        int depth = 200_000;
        for (int i = 0; i < depth; i++) {
            deep.op(']');
        }
        for (int i = 1; i < depth; i++) {
            deep.op('a');
        }
        assertThat(read(deep.stop())).isInstanceOf(List.class);
    }

    @Test
    void refuses_to_make_objects_without_end() {
        byte[] pickle = new byte[9_000_000];
        Arrays.fill(pickle, (byte) 'N');
        assertThatThrownBy(() -> read(pickle)).hasMessageContaining("more than 8000000 objects");
    }

    /** Whatever is changed, there is a value or a refusal; names that are not known never pass. */
    @ParameterizedTest
    @ValueSource(strings = {"values-0.pkl", "values-2.pkl", "values-5.pkl", "values.joblib"})
    void ends_with_a_value_or_a_refusal_whatever_is_changed(String file) throws Exception {
        byte[] whole = file(file);
        Random random = new Random(3);
        int refusals = 0;
        for (int round = 0; round < 800; round++) {
            byte[] changed = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                changed = Arrays.copyOf(changed, random.nextInt(changed.length));
            }
            try {
                read(changed);
            } catch (ModelLoadException refusal) {
                assertThat(refusal).hasMessageMatching("(?s).+");
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(100);
    }

    private static double[] doubles(Map<?, ?> values, String name) throws ModelLoadException {
        return array(values, name).doubles(name);
    }

    private static PyArray array(Map<?, ?> values, String name) {
        return (PyArray) Objects.requireNonNull(values.get(name));
    }

    private static @Nullable Object read(byte[] pickle) throws ModelLoadException {
        return PickleReader.read(pickle, NAMES);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = PickleReaderTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
