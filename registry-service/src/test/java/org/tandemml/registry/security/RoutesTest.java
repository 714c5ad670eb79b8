package org.tandemml.registry.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.security.ApiRoutes.ApiRoute;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.wire.WireRequest;

/**
 * Walks all that the running application routes and compares it with the page of routes, which is
 * reviewed: a route without a permission, without a cap on its body, or without a line there fails.
 */
@QuarkusTest
class RoutesTest {
    private static final Path PAGE = Path.of("..", "docs", "routes.md");
    private static final String NO_BODY = "no body";
    private static final String JSON_CAP = "`TANDEM_MAX_JSON_BODY`";

    /** What JAX-RS hands to a method without reading the body. */
    private static final Set<String> SURROUNDINGS =
            Set.of("jakarta.ws.rs.core.Context", "jakarta.ws.rs.PathParam");

    @Inject Router router;

    /** One line of the page. */
    private record Line(String method, String path, String permission, String cap, String type) {
        private static String shown(String path) {
            return "`" + path.replace("|", "\\|") + "`";
        }

        @Override
        public String toString() {
            return "| " + String.join(" | ", method, shown(path), permission, cap, type) + " |";
        }
    }

    @Test
    void everyRouteIsOnThePage() throws IOException {
        Set<String> found = new TreeSet<>();
        restMethods().stream()
                .filter(r -> !r.isOfTheTests())
                .map(this::line)
                .forEach(l -> found.add(l.toString()));
        frameworkPaths().stream()
                .filter(path -> FrameworkRoutes.permission(path).isPresent())
                .forEach(path -> found.add(frameworkLine(path)));
        Set<String> written =
                Files.readAllLines(PAGE).stream()
                        .filter(text -> text.matches("\\| [A-Z]{3,} \\|.*"))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(difference(found, written)).as("routes that docs/routes.md lacks").isEmpty();
        assertThat(difference(written, found)).as("lines without a route").isEmpty();
    }

    @Test
    void noRouteLacksItsPermissionExceptTheOneThatIsThereToBeFound() {
        assertThat(restMethods().stream().filter(r -> permission(r) == null))
                .extracting(ApiRoute::path)
                .containsExactly("/api/2.0/test/unguarded");
    }

    @Test
    void aRouteOfTheFrameworkThatIsNotNamedIsNotThere() {
        Set<String> unnamed = frameworkPaths();
        unnamed.removeIf(path -> FrameworkRoutes.permission(path).isPresent());
        // Development and tests have it, the packaged service does not.
        assertThat(unnamed).containsExactly("/q/health-ui");
        MlflowWire wire = new MlflowWire();
        wire.send("GET", "/q/health-ui", null).refused(404, "ENDPOINT_NOT_FOUND", "");
        wire.send("GET", "/q/health-ui/", null).refused(404, "ENDPOINT_NOT_FOUND", "");
        wire.send("GET", "/q/dev-ui", null).refused(404, "ENDPOINT_NOT_FOUND", "");
    }

    @Test
    void everyBodyHasACap() {
        assertThat(restMethods()).allSatisfy(r -> assertThat(cap(r)).isNotEmpty());
    }

    @Test
    void everyRouteAnswersInItsOneFormWhateverIsAccepted() {
        for (ApiRoute route : restMethods()) {
            String path = route.path().replaceAll("\\{action[^}]*}", "create");
            for (String accepted : List.of("image/png", "garbage")) {
                RequestSpecification request = given().header("Accept", accepted);
                if (type(route).equals(MediaType.APPLICATION_JSON)) {
                    request.header("Content-Type", MediaType.APPLICATION_JSON).body("{}");
                }
                String type =
                        request.request(route.method(), path.replaceAll("\\{[^}]*}", "k"))
                                .then()
                                .statusCode(not(406))
                                .extract()
                                .contentType();
                assertThat(type).as(route.toString()).doesNotContain(accepted);
            }
        }
    }

    private static List<ApiRoute> restMethods() {
        List<ApiRoute> routes = ApiRoutes.all();
        assertThat(routes).hasSizeGreaterThan(70);
        return routes;
    }

    private Line line(ApiRoute route) {
        return new Line(
                route.method(),
                route.path(),
                String.valueOf(permission(route)),
                cap(route),
                type(route));
    }

    private static Permission permission(ApiRoute route) {
        Needs needs = route.java().getAnnotation(Needs.class);
        return needs == null ? null : needs.value();
    }

    /** What keeps the body small; a body that is read in no known way has no cap. */
    private static String cap(ApiRoute route) {
        Method method = route.java();
        String cap = NO_BODY;
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (isSurroundings(method.getParameterAnnotations()[i])) {
                continue;
            }
            Class<?> type = method.getParameterTypes()[i];
            if (WireRequest.class.isAssignableFrom(type)) {
                cap = JSON_CAP;
            } else if (type.equals(InputStream.class)
                    && method.isAnnotationPresent(BodyCap.class)) {
                cap = method.getAnnotation(BodyCap.class).value();
            } else {
                return "";
            }
        }
        return cap;
    }

    private static boolean isSurroundings(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .anyMatch(a -> SURROUNDINGS.contains(a.annotationType().getName()));
    }

    private static String type(ApiRoute route) {
        if (cap(route).equals(NO_BODY)) {
            return "";
        }
        if (cap(route).equals(JSON_CAP)) {
            // The reader takes nothing else, whatever the method says.
            return MediaType.APPLICATION_JSON;
        }
        return route.resource().getConsumes().stream()
                .map(MediaType::toString)
                .map(type -> type.equals("*/*") ? "any" : type)
                .collect(Collectors.joining(", "));
    }

    /** The paths of Vert.x that are neither a filter before all nor JAX-RS itself. */
    private Set<String> frameworkPaths() {
        Map<String, String> paths = new TreeMap<>();
        for (Route route : router.getRoutes()) {
            if (route.getSubRouter() != null) {
                String mount = route.getPath().replaceAll("/$", "");
                route.getSubRouter()
                        .getRoutes()
                        .forEach(r -> paths.put(mount + r.getPath(), mount));
            } else if (route.getPath() != null && !route.getPath().equals("/")) {
                paths.put(route.getPath(), "");
            }
        }
        return paths.keySet().stream()
                .map(path -> path.replaceAll("/$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String frameworkLine(String path) {
        String needed = FrameworkRoutes.permission(path).map(Permission::name).orElse("");
        return new Line("GET", path, needed, NO_BODY, "").toString();
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }
}
