package org.tandemml.registry.modelversion;

import org.tandemml.model.ModelName;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.registeredmodel.RegisteredModels;

/** The name of a model and the number of one of its versions. */
public record VersionRef(ModelName name, VersionNumber version) {

    /**
     * Reads both for a look-up.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the version is no integer, {@code
     *     RESOURCE_DOES_NOT_EXIST} if no version can have this name or number
     */
    public static VersionRef of(String name, String version) {
        if (version.matches("-?[0-9]{1,20}")) {
            boolean possible =
                    version.matches("0*[1-9][0-9]{0,9}")
                            && Long.parseLong(version) <= Integer.MAX_VALUE;
            if (!possible) {
                throw unknown(name, version);
            }
            return new VersionRef(
                    RegisteredModels.named(name), new VersionNumber(Integer.parseInt(version)));
        }
        return new VersionRef(RegisteredModels.named(name), VersionNumber.parse(version));
    }

    /** Says that there is no such version. */
    public TandemException unknown() {
        return unknown(name.value(), version.toString());
    }

    private static TandemException unknown(String name, String version) {
        return TandemException.notFound(
                "Model Version (name="
                        + Texts.excerpt(name)
                        + ", version="
                        + Texts.excerpt(version)
                        + ") not found.");
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
