package org.tandemml.serving.load;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.Signature;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.enforce.ScoringRequest;
import org.tandemml.serving.engine.enforce.SignatureEnforcer;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.source.Release;

/**
 * A model that is ready to answer: read, held against its signature and example, warm. Immutable;
 * safe for use by several threads until it is closed.
 */
public final class LoadedModel implements AutoCloseable {
    private static final String OUTPUT_PARAM = "output";

    private final Release release;
    private final String digest;
    private final Contents contents;
    private final Enforcers enforcers;
    private final Cost cost;
    private final Instant loadedAt;

    /**
     * What was read from the model's folder.
     *
     * @param flavor the flavor that is served
     * @param signature what is enforced; its inputs are the model's own where the MLmodel has none
     * @param params the MLmodel's {@code params} map
     * @param model the open model
     * @param predictor bound to the signature's inputs
     */
    record Contents(
            String flavor,
            Signature signature,
            Map<String, @Nullable Object> params,
            OpenModel model,
            Predictor predictor) {

        Contents with(Predictor other) {
            return new Contents(flavor, signature, params, model, other);
        }

        byte[] score(ScoringRequest request) {
            return PredictionJson.body(predictor.predict(request.table()), detail(request, params));
        }
    }

    /**
     * The two ways of checking a body.
     *
     * @param usual as configured
     * @param strict for requests that ask for it
     */
    record Enforcers(SignatureEnforcer usual, SignatureEnforcer strict) {}

    LoadedModel(
            Release release,
            String digest,
            Contents contents,
            Enforcers enforcers,
            Cost cost,
            Instant loadedAt) {
        this.release = release;
        this.digest = digest;
        this.contents = contents;
        this.enforcers = enforcers;
        this.cost = cost;
        this.loadedAt = loadedAt;
    }

    /** What was loaded. */
    public Release release() {
        return release;
    }

    /** Stands for all its files: {@code sha256:} and 64 hexadecimal digits. */
    public String digest() {
        return digest;
    }

    /** The flavor that is served, for example {@code tribuo}. */
    public String flavor() {
        return contents.flavor();
    }

    /** What requests are held against. */
    public Signature signature() {
        return contents.signature();
    }

    /** What computes the answers and what that was held against; empty if it is not told. */
    public Optional<KernelCheck> kernel() {
        return contents.predictor().check();
    }

    /** What requests are expected to cost. */
    public Cost cost() {
        return cost;
    }

    /** When it was loaded. */
    public Instant loadedAt() {
        return loadedAt;
    }

    /**
     * Reads and checks a body.
     *
     * @param strict whether the request asks for strict enforcement
     * @throws org.tandemml.model.TandemException saying what is wrong with the body
     */
    public ScoringRequest read(byte[] body, BodyFormat format, boolean strict) {
        SignatureEnforcer enforcer = strict ? enforcers.strict() : enforcers.usual();
        return format == BodyFormat.CSV ? enforcer.parseCsv(body) : enforcer.parseJson(body);
    }

    /**
     * Scores rows.
     *
     * @return the body {@code {"predictions": [...]}}
     * @throws org.tandemml.serving.engine.PredictionException if the model cannot score a row
     */
    public byte[] score(ScoringRequest request) {
        return contents.score(request);
    }

    @Override
    public void close() {
        contents.model().close();
    }

    /** Bare labels are chosen by a parameter of the request, else by the MLmodel. */
    static PredictionJson.Detail detail(
            ScoringRequest request, Map<String, @Nullable Object> modelParams) {
        Map<String, @Nullable Object> requestParams = request.params();
        Object chosen =
                requestParams.containsKey(OUTPUT_PARAM)
                        ? requestParams.get(OUTPUT_PARAM)
                        : modelParams.get(OUTPUT_PARAM);
        return "label".equals(chosen) ? PredictionJson.Detail.LABEL : PredictionJson.Detail.FULL;
    }
}
