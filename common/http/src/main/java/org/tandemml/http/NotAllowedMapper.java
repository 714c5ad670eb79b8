package org.tandemml.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;

/** Says which methods a path takes; the framework knows them, but does not tell. */
@Provider
public final class NotAllowedMapper implements ExceptionMapper<NotAllowedException> {
    private final AllowedMethods methods;
    private final UriInfo uri;

    /**
     * @param beans of the application, its resources among them
     * @param uri of the request that failed
     */
    public NotAllowedMapper(BeanManager beans, @Context UriInfo uri) {
        this.methods =
                new AllowedMethods(
                        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                                .map(Bean::getBeanClass)
                                .filter(type -> type.isAnnotationPresent(Path.class))
                                .collect(Collectors.toSet()));
        this.uri = uri;
    }

    @Override
    public Response toResponse(NotAllowedException notAllowed) {
        return ErrorResponses.notAllowed(methods.of(uri.getPath()), ErrorForm.of(uri.getPath()));
    }
}
