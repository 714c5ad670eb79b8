package org.tandemml.serving.engine.xgboost;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tandemml.serving.engine.ModelLoadException;

/** Tells the three forms of a booster's file apart by their bytes. */
final class BoosterFile {
    private BoosterFile() {}

    static Booster read(byte[] file) throws ModelLoadException {
        if (file.length >= 2 && file[0] == '{') {
            // JSON goes on with a quote or white space, UBJSON with the type of a length.
            boolean json = file[1] == '"' || file[1] <= ' ' || file[1] == '}';
            return BoosterDocument.read(json ? JsonForm.read(file) : new UbjForm(file).read());
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
