package org.tandemml.serving.engine;

import org.tandemml.model.signature.Schema;

/** A model that has been read. */
public interface OpenModel extends AutoCloseable {

    /**
     * The model's own inputs: the signature of a model whose MLmodel declares none. All of one
     * kind, with names if the format has them.
     */
    Schema inputs();

    /**
     * Binds the columns of a schema to the model's inputs, once, so that scoring looks up no name.
     *
     * @param schema the schema of the tables that will come; {@link #inputs()} or the MLmodel's
     * @return the predictor; valid until this model is closed
     * @throws ModelLoadException if the schema cannot feed the model: an input the model cannot do
     *     without is not there, or has a type the model cannot read
     */
    Predictor bind(Schema schema) throws ModelLoadException;

    /** Frees what the model holds. Predictors are not used afterwards. Idempotent. */
    @Override
    void close();
}
