package org.tandemml.registry.wire;

/** An enum of MLflow's protocol: on the wire a name or a number. */
public interface ProtoEnum {
    /** The number of the constant in MLflow's protobuf definition. */
    int number();

    /** The name of the constant in MLflow's protobuf definition. */
    String name();
}
