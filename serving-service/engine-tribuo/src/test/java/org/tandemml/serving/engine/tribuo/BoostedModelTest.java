package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Tables;
import org.tandemml.serving.engine.zoo.ZooModel;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.protos.core.ModelProto;

/** XGBoost inside of Tribuo; {@link TribuoZooTest} holds the answers against Tribuo's own. */
class BoostedModelTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "three-labels, true",
        "dart, true",
        "standardised, true",
        "two-numbers, true",
        "linear, true",
        "bagged, false",
        "several-labels, false"
    })
    void is_scored_by_a_kernel_where_it_is_the_whole_model(String name, boolean kernel)
            throws Exception {
        ZooModel own = ZooModel.own(BoostedModelTest.class, name);
        try (var model =
                (TribuoModel<?>) new TribuoRuntime().open(own.modelFolder(), own.mlmodel())) {
            assertThat(model.usesKernel()).isEqualTo(kernel);
            assertThat(model.bind(own.schema()).check().orElseThrow().fallback()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {"three-labels; Row 1, column 'tenure'", "bagged; cannot score row 1"})
    void refuses_what_binary32_does_not_hold(String name, String says) throws Exception {
        ZooModel own = ZooModel.own(BoostedModelTest.class, name);
        try (var model = new TribuoRuntime().open(own.modelFolder(), own.mlmodel())) {
            var predictor = model.bind(own.schema());
            var rows =
                    Tables.of(
                            own.schema(),
                            List.of(
                                    new @Nullable Object[] {1.0, 1.0, null, 3.4e38},
                                    new @Nullable Object[] {1.0, 1.0, null, -3.5e38}));

            assertThatThrownBy(() -> predictor.predict(rows))
                    .isInstanceOf(PredictionException.class)
                    .hasMessageContaining(says);
        }
    }

    @Test
    void refuses_boosters_that_do_not_fit() throws Exception {
        ByteString two = booster("two-labels");
        ByteString three = booster("three-labels");

        assertThat(refusal(model -> model.clearModels().addModels(two)))
                .contains("1 boosters with 2 answers for 3 outputs");
        assertThat(refusal(model -> model.addModels(three)))
                .contains("2 boosters with 6 answers for 3 outputs");
        assertThat(refusal(XGBoostModelProto.Builder::clearModels))
                .contains("0 boosters with 0 answers for 3 outputs");
        assertThat(refusal(model -> model.setModels(0, moreFeatures(three))))
                .contains("4 features, the booster inside 5");
        assertThat(refusal(model -> model.setModels(0, three.substring(0, three.size() - 9))))
                .contains("not in the binary form");
        assertThat(
                        refusal(
                                model ->
                                        model.setConverter(
                                                model.getConverterBuilder()
                                                        .setClassName(
                                                                BoostedModel.converters().get(1)))))
                .contains("1 boosters with 3 answers for 3 outputs");
        assertThat(
                        refusal(
                                model ->
                                        model.setConverter(
                                                model.getConverterBuilder()
                                                        .setClassName("java.lang.Runtime"))))
                .contains("java.lang.Runtime");
    }

    /** num_feature follows the magic and base_score. */
    private static ByteString moreFeatures(ByteString booster) {
        byte[] bytes = booster.toByteArray();
        bytes[8] = 5;
        return ByteString.copyFrom(bytes);
    }

    private static ByteString booster(String name) throws Exception {
        return inside(proto(name)).getModels(0);
    }

    private static ModelProto proto(String name) throws Exception {
        Path file =
                ZooModel.own(BoostedModelTest.class, name).modelFolder().resolve("model.tribuo");
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    private static XGBoostModelProto inside(ModelProto proto) throws Exception {
        return proto.getSerializedData().unpack(XGBoostModelProto.class);
    }

    /** Why a changed model is refused. */
    private String refusal(UnaryOperator<XGBoostModelProto.Builder> change) throws Exception {
        ModelProto proto = proto("three-labels");
        XGBoostModelProto changed = change.apply(inside(proto).toBuilder()).build();
        Files.write(
                folder.resolve("model.tribuo"),
                proto.toBuilder().setSerializedData(Any.pack(changed)).build().toByteArray());
        try {
            new TribuoRuntime().open(folder, Trained.MLMODEL).close();
        } catch (ModelLoadException refused) {
            return String.valueOf(refused.getMessage());
        }
        return "not refused";
    }
}
