package org.tandemml.serving.status;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.tandemml.serving.slot.Reconciler;
import org.tandemml.serving.slot.SlotState;
import org.tandemml.serving.slot.SlotView;

/** Ready means that predictions can be answered now, also while the registry is away. */
@Readiness
@Singleton
class ModelsReadiness implements HealthCheck {
    private final Reconciler slots;

    ModelsReadiness(Reconciler slots) {
        this.slots = slots;
    }

    @Override
    public HealthCheckResponse call() {
        long[] counts = new long[SlotState.values().length];
        for (SlotView view : slots.views()) {
            counts[view.state().ordinal()]++;
        }
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("models").status(slots.ready());
        for (SlotState state : SlotState.values()) {
            response.withData(state.name(), counts[state.ordinal()]);
        }
        return response.build();
    }
}
