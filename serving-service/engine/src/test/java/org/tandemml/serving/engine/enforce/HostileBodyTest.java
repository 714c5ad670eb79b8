package org.tandemml.serving.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.ParamSpec;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;

/** Whatever a body holds, the answer is a table or a refusal that is the caller's. */
class HostileBodyTest {
    private static final int MUTANTS = 5_000;
    private static final String[] SEEDS = {
        "{'dataframe_split':{'columns':['boolean','integer','long','float','double','string','binary',"
                + "'datetime','array','map','object','any'],'data':[[true,1,2,1.5,2.5,'x','aGk=',"
                + "'2024-01-02T03:04:05Z',[1,2],{'k':1.5},{'p':1},[null]]]}}",
        "{'dataframe_records':[{'long':1,'double':null,'string':'\\u00e9','datetime':'2024-01-02'}]}",
        "{'inputs':{'a':[[1,2],[3,4]],'b':[1,2]},'params':{'p':[1,2]}}",
        "{'inputs':[[1,2],[3,4]]}",
        "{'instances':[{'a':[1,2],'b':3},{'a':[1,2],'b':3}],'other':[1e400,-0.0,1E-5]}",
        "long,double,string\n1,2.5,x\n,\"a,b\",\"\"\"\"\n",
    };
    private static final String[] PIECES = {
        "null",
        "true",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999999999",
        "-1e-999999999",
        "99999999999999999999",
        "0.1",
        "\"",
        "\\u",
        "\\ud800",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "[[[[",
        "{\"a\":",
        "dataframe_split",
        "inputs",
        "\u0000",
        "\ufeff",
        "é",
        "🚲",
        "\n",
        "\r"
    };

    private static List<SignatureEnforcer> enforcers(EnforcementMode mode) {
        List<ColumnSpec> columns = new ArrayList<>();
        for (DataType type : DataType.values()) {
            columns.add(
                    new ColumnSpec(
                            type.wireName(), new ColumnType.Scalar(type), columns.size() % 2 == 0));
        }
        ColumnType longs = new ColumnType.ArrayOf(new ColumnType.Scalar(DataType.LONG));
        columns.add(new ColumnSpec("array", longs, false));
        columns.add(new ColumnSpec("map", new ColumnType.MapOf(longs), false));
        columns.add(new ColumnSpec("any", new ColumnType.Any(), false));
        columns.add(
                new ColumnSpec(
                        "object",
                        new ColumnType.ObjectOf(List.of(new ColumnType.Property("p", longs, true))),
                        false));
        List<Schema> schemas =
                List.of(
                        new Schema.Columns(columns),
                        new Schema.Columns(
                                List.of(
                                        new ColumnSpec(
                                                null,
                                                new ColumnType.Scalar(DataType.DOUBLE),
                                                true))),
                        new Schema.Columns(List.of(ColumnSpec.of("long", DataType.LONG))),
                        new Schema.Tensors(
                                List.of(new TensorSpec(null, "float32", new long[] {-1, 2}))),
                        new Schema.Tensors(
                                List.of(
                                        new TensorSpec("a", "int64", new long[] {-1, 2}),
                                        new TensorSpec("b", "object", new long[] {-1}))));
        List<ParamSpec> params =
                List.of(new ParamSpec("p", new ColumnType.Scalar(DataType.LONG), true, "[1]"));
        EnforcementSettings settings = new EnforcementSettings("m/1", mode, 1000, true);
        return schemas.stream().map(s -> SignatureEnforcer.of(s, params, settings)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void answersMutatedBodies(EnforcementMode mode) {
        Random random = new Random(42);
        List<SignatureEnforcer> enforcers = enforcers(mode);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] body = mutant(random);
            SignatureEnforcer enforcer = enforcers.get(random.nextInt(enforcers.size()));
            assertAnswered(enforcer, body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersNoise(EnforcementMode mode) {
        Random random = new Random(43);
        List<SignatureEnforcer> enforcers = enforcers(mode);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            assertAnswered(enforcers.get(i % enforcers.size()), body);
        }
    }

    @Test
    void answersEveryPrefix() {
        for (SignatureEnforcer enforcer : enforcers(EnforcementMode.STRICT)) {
            for (String seed : SEEDS) {
                byte[] whole = Enforcers.utf8(seed.replace('\'', '"'));
                for (int length = 0; length <= whole.length; length++) {
                    assertAnswered(enforcer, Arrays.copyOf(whole, length));
                }
            }
        }
    }

    private static byte[] mutant(Random random) {
        StringBuilder body =
                new StringBuilder(SEEDS[random.nextInt(SEEDS.length)].replace('\'', '"'));
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int from = random.nextInt(body.length());
            int to = Math.min(body.length(), from + random.nextInt(8));
            body.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static void assertAnswered(SignatureEnforcer enforcer, byte[] body) {
        for (boolean csv : new boolean[] {false, true}) {
            try {
                ScoringRequest request = csv ? enforcer.parseCsv(body) : enforcer.parseJson(body);
                assertThat(request.table().rows()).isBetween(0, 1000);
            } catch (TandemException refusal) {
                assertThat(refusal.code())
                        .isIn(
                                ErrorCode.BAD_REQUEST,
                                ErrorCode.INVALID_PARAMETER_VALUE,
                                ErrorCode.REQUEST_TOO_LARGE);
            } catch (Throwable defect) {
                fail(new String(body, StandardCharsets.UTF_8), defect);
            }
        }
    }

    /** More names than the parser's table of names has room for. */
    @ParameterizedTest
    @EnumSource(EnforcementMode.class)
    void manyUnknownNamesAreATableOrTheCallersMistake(EnforcementMode mode) {
        String one = names(":1");
        String each = names(":[1]");
        List<String> bodies =
                List.of(
                        "{\"inputs\":{" + each + "}}",
                        "{\"dataframe_records\":[{" + one + "}]}",
                        "{\"other\":{" + one + "},\"inputs\":{\"long\":[1]}}",
                        "{\"params\":{" + one + "},\"inputs\":{\"long\":[1]}}");
        SignatureEnforcer enforcer = enforcers(mode).get(0);
        for (String body : bodies) {
            try {
                enforcer.parseJson(body.getBytes(StandardCharsets.UTF_8));
            } catch (TandemException refused) {
                assertThat(refused.code())
                        .isIn(ErrorCode.BAD_REQUEST, ErrorCode.INVALID_PARAMETER_VALUE);
            }
        }
    }

    private static String names(String value) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 150_000; i++) {
            names.append(i == 0 ? "\"" : ",\"").append("unknown ").append(i).append('"');
            names.append(value);
        }
        return names.toString();
    }

    @Test
    void onlyTheTableOfNamesMayGiveUp() {
        IllegalStateException thrown = new IllegalStateException("Failed rehash()");
        assertThat(JsonBody.fromTableOfNames(thrown)).isFalse();
        thrown.setStackTrace(
                new StackTraceElement[] {
                    new StackTraceElement(
                            "com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer",
                            "rehash",
                            null,
                            0)
                });
        assertThat(JsonBody.fromTableOfNames(thrown)).isTrue();
    }
}
