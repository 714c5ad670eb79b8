package org.tandemml.serving.engine.xgboost;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tandemml.serving.engine.ModelLoadException;

/** Tells the forms of a booster apart by their bytes. */
final class BoosterFile {
    /** Where a pickled booster has its model, beside what it was configured with. */
    private static final String SNAPSHOT = "Model";

    private BoosterFile() {}

    static Booster read(byte[] file) throws ModelLoadException {
        if (file.length >= 2 && file[0] == '{') {
            // JSON goes on with a quote or white space, UBJSON with the type of a length.
            boolean json = file[1] == '"' || file[1] <= ' ' || file[1] == '}';
            Value document = json ? JsonForm.read(file) : new UbjForm(file).read();
            return BoosterDocument.read(document.has(SNAPSHOT) ? document.get(SNAPSHOT) : document);
        }
        byte[] magic = BinaryForm.MAGIC.getBytes(StandardCharsets.US_ASCII);
        if (file.length >= magic.length
                && Arrays.equals(file, 0, magic.length, magic, 0, magic.length)) {
            return new BinaryForm(file).read();
        }
        throw new ModelLoadException(
                "The XGBoost model file is neither JSON nor UBJSON, which begin with '{', nor the old"
                        + " binary form, which begins with 'binf'.");
    }
}
