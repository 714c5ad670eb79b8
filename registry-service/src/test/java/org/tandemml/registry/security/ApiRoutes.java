package org.tandemml.registry.security;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.tandemml.registry.wire.WireRequest;

/** What the running application routes to methods of ours, from the framework's own model. */
public final class ApiRoutes {
    private ApiRoutes() {}

    /**
     * A route.
     *
     * @param method of HTTP
     * @param path with its variables in braces
     */
    public record ApiRoute(String method, String path, RuntimeResource resource) {
        Method java() {
            return resource.getLazyMethod().getMethod();
        }

        boolean isOfTheTests() {
            return resource.getResourceClass().equals(UnguardedResource.class);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** All routes, those that only the tests have included. */
    public static List<ApiRoute> all() {
        List<ApiRoute> routes = new ArrayList<>();
        ResteasyReactiveRecorder.getCurrentDeployment()
                .getClassMappers()
                .forEach(
                        mapper ->
                                Arrays.stream(mapper.value.handlers)
                                        .filter(ClassRoutingHandler.class::isInstance)
                                        .map(ClassRoutingHandler.class::cast)
                                        .flatMap(h -> h.getMappers().values().stream())
                                        .flatMap(m -> m.getTemplates().stream())
                                        .forEach(t -> routes.add(route(t.value))));
        return routes;
    }

    private static ApiRoute route(RuntimeResource resource) {
        String path =
                (resource.getClassPath().template + "/" + resource.getPath().template)
                        .replaceAll("/{2,}", "/")
                        .replaceAll("(?<=.)/$", "");
        return new ApiRoute(resource.getHttpMethod(), path, resource);
    }

    /** The records that the routes read, found in the code of their methods. */
    public static final class Requests {
        private final JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.tandemml.registry");

        /** The record that a body or a query string is read into, if it is one. */
        public Optional<Class<?>> of(ApiRoute route) {
            Method method = route.java();
            Stream<Class<?>> parameters = Arrays.stream(method.getParameterTypes());
            Optional<Class<?>> body =
                    parameters.filter(WireRequest.class::isAssignableFrom).findFirst();
            return body.isPresent() ? body : query(method);
        }

        private Optional<Class<?>> query(Method method) {
            return classes.get(method.getDeclaringClass()).getMethods().stream()
                    .filter(m -> m.getName().equals(method.getName()))
                    .flatMap(ApiRoutes::recordsIn)
                    .findFirst();
        }
    }

    private static Stream<Class<?>> recordsIn(JavaMethod method) {
        Stream<Class<?>> own =
                method.getReferencedClassObjects().stream()
                        .map(ReferencedClassObject::getValue)
                        .filter(c -> c.isAssignableTo(WireRequest.class))
                        .map(c -> c.reflect());
        Stream<Class<?>> called =
                method.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().equals(method.getOwner()))
                        .flatMap(call -> call.getTarget().resolveMember().stream())
                        .filter(member -> !member.equals(method))
                        .flatMap(member -> recordsIn(member));
        return Stream.concat(own, called);
    }
}
