package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import org.junit.jupiter.api.Test;
import org.tribuo.common.tree.Node;
import org.tribuo.protos.ProtoSerializable;

class AllowedClassesTest {

    @Test
    void are_classes_that_tribuo_reads_from_messages() throws Exception {
        for (var place : AllowedClasses.byPlace().values()) {
            for (String name : place.keySet()) {
                if (BoostedModel.converters().contains(name)) {
                    continue;
                }
                Class<?> allowed =
                        Class.forName(
                                AllowedClasses.inPlaceOf(name), false, getClass().getClassLoader());
                if (Node.class.isAssignableFrom(allowed)) {
                    continue;
                }
                assertThat(ProtoSerializable.class).isAssignableFrom(allowed);
                assertThat(
                                allowed.getDeclaredMethod(
                                        ProtoSerializable.DESERIALIZATION_METHOD_NAME,
                                        int.class,
                                        String.class,
                                        Any.class))
                        .isNotNull();
            }
        }
    }

    @Test
    void are_allowed_only_in_their_place() {
        assertThat(AllowedClasses.find("tribuo.core.ModelProto", "org.tribuo.RealIDInfo")).isNull();
        assertThat(AllowedClasses.find("tribuo.core.VariableInfoProto", "org.tribuo.RealIDInfo"))
                .isNotNull();
        assertThat(AllowedClasses.find("no such message", "org.tribuo.RealIDInfo")).isNull();
    }
}
