package org.tandemml.registry.run;

import org.tandemml.registry.wire.ProtoEnum;

/** How far a run has come; any may follow any. */
public enum RunStatus implements ProtoEnum {
    RUNNING(1),
    SCHEDULED(2),
    FINISHED(3),
    FAILED(4),
    KILLED(5);

    private final int number;

    RunStatus(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
