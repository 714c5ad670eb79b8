package org.tandemml.serving.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;
import org.tandemml.serving.cache.LastGood;
import org.tandemml.serving.naming.Ref;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.testing.MemorySource;

class SlotTest {
    private static final ModelName CHURN = new ModelName("churn");

    private static Release version(int number) {
        return new Release(
                CHURN, new VersionNumber(number), Stage.PRODUCTION, "origin/" + number, number);
    }

    @Test
    void whatIsBeingRestoredIsStillRemembered() {
        LastGood.Memory memory = new LastGood.Memory(version(1), "sha256:00");
        Slot slot =
                new Slot(
                        new SlotKey(CHURN, Ref.parse("Production")),
                        "models:/churn/Production",
                        new Feed(new MemorySource(), List.of()),
                        memory);
        slot.want(version(2));

        assertThat(slot.begin(Instant.EPOCH, false)).containsInstanceOf(Job.Load.class);
        slot.failed("it is bad", false, Instant.EPOCH);
        assertThat(slot.begin(Instant.EPOCH, false)).containsInstanceOf(Job.Restore.class);

        assertThat(slot.remember()).as("or the cache would be pruned of it").isEqualTo(memory);
    }
}
