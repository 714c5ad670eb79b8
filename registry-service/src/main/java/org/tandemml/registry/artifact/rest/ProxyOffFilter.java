package org.tandemml.registry.artifact.rest;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import org.tandemml.registry.artifactroot.ArtifactsConfig;

/** Says so where the proxy is switched off. */
@Provider
@Proxied
public final class ProxyOffFilter implements ContainerRequestFilter {
    /** Asked at each request: filters are made before the settings are read. */
    private final Instance<ArtifactsConfig> config;

    ProxyOffFilter(Instance<ArtifactsConfig> config) {
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!config.get().serve()) {
            request.abortWith(
                    Response.status(Response.Status.SERVICE_UNAVAILABLE)
                            .type(MediaType.TEXT_PLAIN_TYPE)
                            .entity(
                                    "The artifact proxy is switched off"
                                            + " (TANDEM_ARTIFACTS_SERVE=false): read and write"
                                            + " artifacts at the run's artifact_uri.")
                            .build());
        }
    }
}
