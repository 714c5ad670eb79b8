package org.tandemml.registry.wire;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.jspecify.annotations.Nullable;

/**
 * What the API's description says of all of MLflow's calls alike: the group that they belong to, by
 * their path, and how they say that something is wrong.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class MlflowDescription implements OASFilter {
    private static final String OWN = "/api/tandem/";
    private static final String ERROR = "MlflowError";
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern GROUP =
            Pattern.compile(
                    "/api/2\\.0/mlflow/(experiments|runs|metrics|logged-models|model-versions"
                            + "|registered-models|webhooks)(/.*)?");

    @Override
    public void filterOpenAPI(OpenAPI description) {
        description
                .getComponents()
                .addSchema(ERROR, errorSchema())
                .addResponse(
                        ERROR,
                        OASFactory.createAPIResponse()
                                .description("What was wrong, where, and what was expected.")
                                .content(
                                        OASFactory.createContent()
                                                .addMediaType(
                                                        "application/json",
                                                        OASFactory.createMediaType()
                                                                .schema(
                                                                        OASFactory.createSchema()
                                                                                .ref(ERROR)))));
        Map<String, Schema> schemas = new HashMap<>(description.getComponents().getSchemas());
        for (Map.Entry<String, PathItem> path : description.getPaths().getPathItems().entrySet()) {
            for (Operation operation : path.getValue().getOperations().values()) {
                operation.setParameters(parameters(path.getKey(), operation, schemas));
                if (!path.getKey().startsWith(OWN)) {
                    complete(path.getKey(), operation);
                }
            }
        }
    }

    /** A query has each field of the record that it is read into; a raw path is one parameter. */
    private static List<Parameter> parameters(
            String path, Operation operation, Map<String, Schema> schemas) {
        List<Parameter> known = operation.getParameters();
        List<Parameter> all = new ArrayList<>();
        for (Parameter parameter : known == null ? List.<Parameter>of() : known) {
            if (parameter.getName().equals(WireQuery.ALL)) {
                String ref = parameter.getSchema().getRef();
                schemas.get(ref.substring(ref.lastIndexOf('/') + 1))
                        .getProperties()
                        .forEach((name, schema) -> all.add(parameter(name, In.QUERY, schema)));
            } else {
                all.add(parameter);
            }
        }
        Matcher variable = VARIABLE.matcher(path);
        while (variable.find()) {
            String name = variable.group(1);
            if (all.stream().noneMatch(p -> p.getName().equals(name))) {
                all.add(parameter(name, In.PATH, text(null)).required(true));
            }
        }
        return all;
    }

    private static Parameter parameter(String name, In in, Schema schema) {
        return OASFactory.createParameter().name(name).in(in).schema(schema);
    }

    private static Schema errorSchema() {
        return OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.OBJECT))
                .addProperty("error_code", text("MLflow's word for the case"))
                .addProperty("message", text("For people; a failure of the server has an id only"))
                .required(List.of("error_code", "message"));
    }

    private static Schema text(@Nullable String description) {
        return OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.STRING))
                .description(description);
    }

    private static void complete(String path, Operation operation) {
        operation.setTags(List.of("MLflow: " + group(path)));
        operation.getResponses().removeAPIResponse("400");
        operation.getResponses().setDefaultValue(OASFactory.createAPIResponse().ref(ERROR));
    }

    private static String group(String path) {
        if (path.contains("artifact")) {
            return "artifacts";
        }
        Matcher group = GROUP.matcher(path);
        return group.matches() ? group.group(1).replace('-', ' ') : "server";
    }
}
