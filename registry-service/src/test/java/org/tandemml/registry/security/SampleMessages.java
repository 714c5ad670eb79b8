package org.tandemml.registry.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tandemml.registry.security.ApiRoutes.ApiRoute;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.TrackingWire;
import org.tandemml.registry.wire.ProtoEnum;

/** Requests that a call takes, made from the records they are read into and things that exist. */
final class SampleMessages {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a sample leaves out: it would have to match other things. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "page_token",
                    "filter",
                    "order_by",
                    "run_uuid",
                    "source_run_id",
                    "force",
                    "profile");

    private final MlflowWire wire;
    private final String experiment;
    private final String run;
    private final String loggedModel;
    private final String model;

    private SampleMessages(
            MlflowWire wire, String experiment, String run, String loggedModel, String model) {
        this.wire = wire;
        this.experiment = experiment;
        this.run = run;
        this.loggedModel = loggedModel;
        this.model = model;
    }

    /**
     * A field of a message.
     *
     * @param pointer where it is in the sample
     * @param name in snake_case
     */
    record Leaf(String pointer, String name, Class<?> type) {}

    /** Messages about an experiment, a run, a logged model and a registered model of their own. */
    static SampleMessages fresh(MlflowWire wire) {
        TrackingWire tracking = new TrackingWire(wire);
        String experiment = tracking.experiment("abused " + UUID.randomUUID());
        String run = tracking.run(experiment);
        String loggedModel =
                wire.post("logged-models", Map.of("experiment_id", experiment, "name", "m"))
                        .ok()
                        .at("/model/info/model_id");
        String model = "abused-" + UUID.randomUUID();
        wire.post("registered-models/create", Map.of("name", model)).ok();
        SampleMessages samples = new SampleMessages(wire, experiment, run, loggedModel, model);
        samples.addVersion();
        return samples;
    }

    private void addVersion() {
        wire.post("model-versions/create", Map.of("name", model, "source", "s3://b/x")).ok();
    }

    /** A route's path with its variables filled. */
    String path(ApiRoute route) {
        return route.path()
                .replace("{model_id}", loggedModel)
                .replace("{name}", model)
                .replace("{version}", "1")
                .replaceAll("\\{action[^}]*}", "create")
                .replaceAll("\\{[^}]*}", "k");
    }

    /** A message of a record. */
    ObjectNode message(ApiRoute route, Class<?> type) {
        ObjectNode message = JSON.createObjectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = snake(component.getName());
            if (LEFT_OUT.contains(name)
                    || name.equals("model_id") && route.path().endsWith("model-versions/create")) {
                continue;
            }
            message.set(name, value(route, name, component.getGenericType()));
        }
        return message;
    }

    /** All fields of a record that are no messages themselves, those that samples leave out too. */
    List<Leaf> leaves(Class<?> type) {
        List<Leaf> leaves = new ArrayList<>();
        collect(type, "", leaves);
        return leaves;
    }

    private static void collect(Class<?> type, String pointer, List<Leaf> leaves) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = snake(component.getName());
            String place = pointer + "/" + name;
            Type generic = component.getGenericType();
            boolean list = List.class.isAssignableFrom(component.getType());
            Class<?> own = list ? element(generic) : component.getType();
            leaves.add(new Leaf(place, name, component.getType()));
            if (own.isRecord()) {
                collect(own, list ? place + "/0" : place, leaves);
            } else if (list) {
                leaves.add(new Leaf(place + "/0", name, own));
            }
        }
    }

    private JsonNode value(ApiRoute route, String name, Type generic) {
        if (generic instanceof ParameterizedType) {
            ArrayNode list = JSON.createArrayNode();
            list.add(value(route, name, element(generic)));
            return list;
        }
        Class<?> type = (Class<?>) generic;
        if (type.isRecord()) {
            return message(route, type);
        }
        if (ProtoEnum.class.isAssignableFrom(type)) {
            return JSON.valueToTree(((ProtoEnum) type.getEnumConstants()[0]).name());
        }
        if (type.equals(Long.class) || type.equals(Integer.class)) {
            return JSON.valueToTree(1);
        }
        if (type.equals(Double.class)) {
            return JSON.valueToTree(1.0);
        }
        return type.equals(Boolean.class)
                ? JSON.valueToTree(false)
                : JSON.valueToTree(text(route, name));
    }

    private String text(ApiRoute route, String name) {
        boolean creates = route.path().endsWith("create");
        return switch (name) {
            case "experiment_id", "experiment_ids" -> experiment;
            case "run_id", "run_ids" -> run;
            case "model_id" -> loggedModel;
            case "name" -> creates && !route.path().contains("model-versions") ? fresh() : model;
            case "new_name" -> fresh();
            case "version" -> "1";
            case "stage", "stages" -> "Staging";
            case "source" -> "s3://b/x";
            case "model_json" ->
                    "{\"artifact_path\": \"m\", \"flavors\": {}, \"run_id\": \""
                            + run
                            + "\", \"utc_time_created\": \"2026-01-01 00:00:00\"}";
            case "artifact_location" -> "s3://b/y";
            case "run_link" -> "http://localhost/run";
            default -> "k";
        };
    }

    private static String fresh() {
        return "fresh-" + UUID.randomUUID();
    }

    private static Class<?> element(Type list) {
        return (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
    }

    private static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
