package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.engine.ModelLoadException;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.common.nearest.KNNModel.Backend;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.common.nearest.protos.KNNModelProto;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;
import org.tribuo.protos.core.ModelProto;

class NeighboursTest {

    @Test
    void refuses_a_neighbour_with_a_label_that_the_model_does_not_know() throws Exception {
        ModelProto model =
                new KNNTrainer<>(
                                3,
                                new L2Distance(),
                                1,
                                new VotingCombiner(),
                                Backend.STREAMS,
                                NeighboursQueryFactoryType.KD_TREE)
                        .train(Trained.labelled())
                        .serialize();
        KNNModelProto.Builder inner =
                model.getSerializedData().unpack(KNNModelProto.class).toBuilder();
        inner.getOutputsBuilder(4)
                .setSerializedData(Any.pack(LabelProto.newBuilder().setLabel("stranger").build()));
        byte[] changed =
                model.toBuilder().setSerializedData(Any.pack(inner.build())).build().toByteArray();

        assertThat(VettedProto.read(model.toByteArray())).isNotNull();
        assertThatThrownBy(() -> VettedProto.read(changed))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("outputs[4]' is 'stranger', which is none of the model's");
    }
}
