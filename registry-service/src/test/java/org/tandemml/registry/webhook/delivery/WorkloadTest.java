package org.tandemml.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final Workload workload = new Workload();

    @Test
    void aReceiverGetsFourMessagesAtOnce() {
        for (int i = 0; i < 4; i++) {
            assertThat(workload.full()).isEmpty();
            workload.begin(7);
        }
        assertThat(workload.full()).containsExactly(7L);
        workload.end(7);
        assertThat(workload.full()).isEmpty();
    }

    @Test
    void oneThatFailedGetsOneUntilItAccepts() {
        workload.begin(7);
        workload.attempted(7, false);
        assertThat(workload.full()).containsExactly(7L);
        workload.attempted(7, true);
        assertThat(workload.full()).isEmpty();
    }

    @Test
    void deadReceiversLeaveRoom() {
        int room = workload.room();
        for (int webhook = 0; webhook < 20; webhook++) {
            workload.begin(webhook);
            workload.attempted(webhook, false);
        }
        assertThat(workload.room()).isEqualTo(room - 20).isPositive();
        for (int webhook = 0; webhook < 20; webhook++) {
            workload.end(webhook);
        }
        assertThat(workload.isIdle()).isTrue();
        assertThat(workload.full()).isEmpty();
    }
}
