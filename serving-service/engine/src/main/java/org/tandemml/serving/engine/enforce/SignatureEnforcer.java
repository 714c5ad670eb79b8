package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import java.util.List;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ParamSpec;
import org.tandemml.model.signature.Schema;

/**
 * Turns request bodies into tables of one schema, or says what is wrong with them. Built once for a
 * loaded model; immutable, safe for use by several threads at once.
 */
public final class SignatureEnforcer {
    private final Blueprint blueprint;
    private final ParamPlans params;

    // One for each model: its table of field names then holds this model's columns.
    private final JsonFactory json = JsonBody.newFactory();

    private SignatureEnforcer(Blueprint blueprint, List<ParamSpec> params) {
        this.blueprint = blueprint;
        this.params = new ParamPlans(params, blueprint.settings(), json);
    }

    /**
     * Prepares the enforcement of a signature.
     *
     * @param inputs the schema of the rows: the MLmodel's, or the model's own inputs
     * @param params the parameters that a body may carry; empty for none
     * @param settings mode, limits and names
     * @throws TandemException if the signature asks for what cannot be served: a tensor type that
     *     there is not, a default that is not of its parameter's type
     */
    public static SignatureEnforcer of(
            Schema inputs, List<ParamSpec> params, EnforcementSettings settings) {
        return new SignatureEnforcer(new Blueprint(inputs, settings), params);
    }

    /** The schema of the tables that this enforcer makes. */
    public Schema schema() {
        return blueprint.schema();
    }

    /**
     * Reads a body of MLflow's scoring protocol: a JSON object with exactly one of {@code
     * dataframe_split}, {@code dataframe_records}, {@code instances} and {@code inputs}, and
     * perhaps {@code params}. UTF-8 (a byte order mark is allowed) or UTF-16.
     *
     * @throws ViolationsException if rows or parameters do not match the signature
     * @throws TandemException {@link ErrorCode#BAD_REQUEST} if the body is not JSON or has none of
     *     the four forms, {@link ErrorCode#REQUEST_TOO_LARGE} if it has too many rows; nothing else
     *     is thrown for any body
     */
    public ScoringRequest parseJson(byte[] body) {
        return new JsonBody(blueprint, params, Utf8.ofJson(body)).read(json);
    }

    /**
     * Reads a CSV body (RFC 4180, comma, UTF-8) whose first line names the columns. Parameters have
     * their defaults.
     *
     * @throws ViolationsException if rows do not match the signature
     * @throws TandemException {@link ErrorCode#BAD_REQUEST} if the body is not CSV with a header,
     *     {@link ErrorCode#REQUEST_TOO_LARGE} if it has too many rows; nothing else is thrown for
     *     any body
     */
    public ScoringRequest parseCsv(byte[] body) {
        return new CsvBody(blueprint, Utf8.ofText(body)).read(params.defaults());
    }
}
