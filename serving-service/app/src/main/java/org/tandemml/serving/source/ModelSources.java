package org.tandemml.serving.source;

import java.util.Optional;

/** The sources of this service. */
public final class ModelSources {
    private ModelSources() {}

    /**
     * A registry that speaks MLflow's REST.
     *
     * @param url its address
     * @param token bearer token; wins over a user name
     * @param username for basic authentication
     * @param password for basic authentication
     * @throws org.tandemml.model.TandemException if the URL is no address
     */
    public static ModelSource registry(
            String url,
            Optional<String> token,
            Optional<String> username,
            Optional<String> password) {
        RegistryAddress address = RegistryAddress.of(url, token, username, password);
        RegistryHttp http = new RegistryHttp(address, RegistryHttp.Patience.USUAL);
        return new RegistrySource(http, new ProxiedFiles(http, address));
    }

    /** Model folders on this machine. */
    public static ModelSource folders() {
        return new FolderSource();
    }
}
