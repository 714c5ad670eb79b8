package org.tandemml.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private final Dataset data = Dataset.breastCancer();

    @Test
    void holds_what_its_source_says() {
        assertThat(data.rows()).isEqualTo(569);
        assertThat(data.features()).hasSize(30).startsWith("mean radius", "mean texture");
        assertThat(malignant(data)).isEqualTo(212);
        assertThat(data.values()[0][0]).isEqualTo(17.99);
        assertThat(data.label(0)).isEqualTo(Dataset.MALIGNANT);
    }

    @Test
    void splits_each_diagnosis_in_the_same_proportion_and_always_alike() {
        Dataset.Split split = data.split(0.7, 7);

        assertThat(split.train().rows() + split.test().rows()).isEqualTo(569);
        assertThat(malignant(split.train())).isEqualTo(148);
        assertThat(malignant(split.test())).isEqualTo(64);
        assertThat(data.split(0.7, 7).test().values()).isDeepEqualTo(split.test().values());
        assertThat(data.split(0.7, 8).test().values()[0]).isNotEqualTo(split.test().values()[0]);
    }

    private static long malignant(Dataset data) {
        return IntStream.range(0, data.rows()).filter(row -> data.malignant()[row]).count();
    }
}
