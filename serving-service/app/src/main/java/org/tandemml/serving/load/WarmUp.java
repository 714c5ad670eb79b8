package org.tandemml.serving.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.enforce.ScoringRequest;
import org.tandemml.serving.engine.enforce.SignatureEnforcer;

/**
 * Asks a model before its callers do: a model that cannot score its own example is refused, and
 * what a request costs is measured on code that the compiler has seen.
 */
final class WarmUp {
    private static final int TIMED = 101;

    private final Duration time;
    private final int maxRounds;

    WarmUp(Duration time, int maxRounds) {
        this.time = time;
        this.maxRounds = maxRounds;
    }

    /**
     * What a warm-up leaves.
     *
     * @param contents the model, checked on its example
     * @param cost of a request
     */
    record Warm(LoadedModel.Contents contents, Cost cost) {}

    /**
     * Scores the model's example, or a made-up row if it has none, until warm.
     *
     * @param example the model's own example as a JSON body; null if it has none
     * @param lenient reads the example: MLflow writes examples that only it accepts
     * @param enforcer reads the bodies of most requests
     */
    Warm run(
            LoadedModel.Contents read,
            byte @Nullable [] example,
            SignatureEnforcer lenient,
            SignatureEnforcer enforcer)
            throws ModelLoadException {
        LoadedModel.Contents contents = read;
        if (example != null) {
            contents = checked(read, example, lenient);
            if (accepts(enforcer, example)) {
                return new Warm(contents, measure(contents, example, enforcer));
            }
        }
        Optional<byte[]> madeUp = ExampleBody.of(enforcer.schema());
        if (madeUp.isPresent() && scores(contents, madeUp.get(), enforcer)) {
            return new Warm(contents, measure(contents, madeUp.get(), enforcer));
        }
        return new Warm(contents, Cost.UNKNOWN);
    }

    /** The model after its example was scored, by its kernel and by what that is held against. */
    private static LoadedModel.Contents checked(
            LoadedModel.Contents contents, byte[] example, SignatureEnforcer lenient)
            throws ModelLoadException {
        ScoringRequest request;
        try {
            request = lenient.parseJson(example);
        } catch (TandemException mismatch) {
            throw new ModelLoadException(
                    "its own input example does not match its signature: " + mismatch.getMessage(),
                    mismatch);
        }
        try {
            LoadedModel.Contents checked =
                    contents.with(contents.predictor().checkedOn(request.table()));
            checked.score(request);
            return checked;
        } catch (RuntimeException failure) {
            throw new ModelLoadException(
                    "it cannot score its own input example: " + failure.getMessage(), failure);
        }
    }

    private static boolean accepts(SignatureEnforcer enforcer, byte[] body) {
        try {
            return enforcer.parseJson(body).table().rows() > 0;
        } catch (TandemException refused) {
            return false;
        }
    }

    /** A made-up row may be refused, for its texts are no category that the model knows. */
    private static boolean scores(
            LoadedModel.Contents contents, byte[] body, SignatureEnforcer enforcer)
            throws ModelLoadException {
        try {
            contents.score(enforcer.parseJson(body));
            return true;
        } catch (TandemException refused) {
            return false;
        } catch (RuntimeException failure) {
            throw new ModelLoadException(
                    "it cannot score a row that satisfies its signature: " + failure.getMessage(),
                    failure);
        }
    }

    private Cost measure(LoadedModel.Contents contents, byte[] body, SignatureEnforcer enforcer) {
        long[] parse = new long[TIMED];
        long[] score = new long[TIMED];
        long start = System.nanoTime();
        int rows = 1;
        int round = 0;
        do {
            long before = System.nanoTime();
            ScoringRequest request = enforcer.parseJson(body);
            long between = System.nanoTime();
            contents.score(request);
            long after = System.nanoTime();
            parse[round % TIMED] = between - before;
            score[round % TIMED] = after - between;
            rows = Math.max(1, request.table().rows());
            round++;
        } while (round < maxRounds && System.nanoTime() - start < time.toNanos());
        int timed = Math.min(round, TIMED);
        return new Cost(
                median(parse, timed) / (double) body.length, median(score, timed) / (double) rows);
    }

    private static long median(long[] values, int count) {
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }
}
