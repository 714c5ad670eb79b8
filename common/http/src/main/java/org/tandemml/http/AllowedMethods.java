package org.tandemml.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which methods the paths of an application take, read from the annotations of its resources. */
final class AllowedMethods {
    private static final Pattern VARIABLE =
            Pattern.compile("\\{\\s*\\w+\\s*(?::\\s*([^{}]+?))?\\s*}");

    private final List<Route> routes = new ArrayList<>();

    /** A method and the paths that it is for. */
    private record Route(Pattern path, String method) {}

    /**
     * @param resources classes with a {@link Path}
     */
    AllowedMethods(Collection<Class<?>> resources) {
        for (Class<?> resource : resources) {
            for (Method method : resource.getDeclaredMethods()) {
                String path = path(resource.getAnnotation(Path.class));
                Pattern paths = pattern(path + path(method.getAnnotation(Path.class)));
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod named = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (named != null) {
                        routes.add(new Route(paths, named.value()));
                    }
                }
            }
        }
    }

    /** The value of the Allow header for a path: methods in alphabetical order. */
    String of(String path) {
        TreeSet<String> methods = new TreeSet<>(List.of(HttpMethod.OPTIONS));
        for (Route route : routes) {
            if (route.path().matcher(path).matches()) {
                methods.add(route.method());
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return String.join(", ", methods);
    }

    private static String path(@Nullable Path annotation) {
        return annotation == null ? "" : "/" + annotation.value();
    }

    private static Pattern pattern(String template) {
        String path = template.replaceAll("/{2,}", "/").replaceFirst("(?<=.)/$", "");
        StringBuilder pattern = new StringBuilder();
        Matcher variable = VARIABLE.matcher(path);
        int end = 0;
        while (variable.find()) {
            pattern.append(Pattern.quote(path.substring(end, variable.start())));
            String allowed = variable.group(1) == null ? "[^/]+" : variable.group(1);
            pattern.append("(?:").append(allowed).append(')');
            end = variable.end();
        }
        return Pattern.compile(pattern.append(Pattern.quote(path.substring(end))) + "/?");
    }
}
