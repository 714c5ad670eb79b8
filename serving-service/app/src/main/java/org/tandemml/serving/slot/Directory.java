package org.tandemml.serving.slot;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.serving.naming.Ref;
import org.tandemml.serving.naming.SlotKey;

/** Which slots there are, by the names that requests use. Immutable. */
final class Directory {
    private static final int MAX_LISTED = 20;
    private static final Ref PRODUCTION = new Ref.InStage(Stage.PRODUCTION);

    private final Map<SlotKey, Slot> slots;
    private final Map<String, Map<String, Slot>> byText = new HashMap<>();
    private final Map<SlotKey, String> unserved;
    private final Map<Stage, String> unknown;

    /**
     * @param unserved models that a {@code *} matches by name but that have nothing to serve, with
     *     the reason
     * @param unknown stages of which any model may have to be served, and why it is not known yet
     *     which
     */
    Directory(Collection<Slot> slots, Map<SlotKey, String> unserved, Map<Stage, String> unknown) {
        this.slots = new TreeMap<>(java.util.Comparator.comparing(SlotKey::toString));
        slots.forEach(slot -> this.slots.put(slot.key(), slot));
        slots.forEach(this::index);
        this.unserved = unserved;
        this.unknown = unknown;
    }

    private void index(Slot slot) {
        Map<String, Slot> refs =
                byText.computeIfAbsent(slot.key().name().value(), name -> new HashMap<>());
        Ref ref = slot.key().ref();
        refs.put(ref.text(), slot);
        if (ref.equals(PRODUCTION)) {
            refs.put("", slot);
        }
    }

    /** All slots, ordered by name. */
    Collection<Slot> all() {
        return slots.values();
    }

    /** Whether every source has said which models are to be served. */
    boolean known() {
        return unknown.isEmpty();
    }

    @Nullable Slot get(SlotKey key) {
        return slots.get(key);
    }

    /**
     * Finds the slot that a path names.
     *
     * @param ref null for Production
     */
    Slot require(String model, @Nullable String ref) {
        Map<String, Slot> refs = byText.get(model);
        if (refs != null) {
            Slot slot = refs.get(ref == null ? "" : ref);
            if (slot != null) {
                return slot;
            }
        }
        return requireSpelled(model, ref == null ? PRODUCTION.text() : ref);
    }

    /** The rare cases: a stage in other case, and everything that ends in an error. */
    private Slot requireSpelled(String model, String ref) {
        SlotKey key = key(model, ref);
        Slot slot = key == null ? null : slots.get(key);
        if (slot != null) {
            return slot;
        }
        String why = key == null ? null : whyNot(key);
        if (why != null) {
            throw new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "Model '" + Texts.excerpt(model + "/" + ref) + "' is not loaded: " + why + ".");
        }
        throw TandemException.notFound(
                "No model '"
                        + Texts.excerpt(model + "/" + ref)
                        + "' is configured here. "
                        + served(model));
    }

    private @Nullable String whyNot(SlotKey key) {
        String known = unserved.get(key);
        return known == null && key.ref() instanceof Ref.InStage staged
                ? unknown.get(staged.stage())
                : known;
    }

    private static @Nullable SlotKey key(String model, String ref) {
        try {
            return new SlotKey(new ModelName(model), Ref.parse(ref));
        } catch (TandemException impossible) {
            return null;
        }
    }

    private String served(String model) {
        List<String> same =
                slots.keySet().stream()
                        .filter(key -> key.name().value().equals(model))
                        .map(SlotKey::toString)
                        .toList();
        return "Configured are: " + list(same.isEmpty() ? names() : same) + ".";
    }

    private List<String> names() {
        return slots.keySet().stream().map(SlotKey::toString).toList();
    }

    private static String list(List<String> names) {
        if (names.isEmpty()) {
            return "none that exists now";
        }
        String listed = names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return names.size() > MAX_LISTED
                ? listed + " and " + (names.size() - MAX_LISTED) + " more"
                : listed;
    }

    /**
     * Finds the slot of the only model.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that lists the names if there are
     *     several or none
     */
    Slot requireOnly() {
        if (slots.size() == 1) {
            return slots.values().iterator().next();
        }
        if (byText.size() == 1) {
            Slot production = byText.values().iterator().next().get("");
            if (production != null) {
                return production;
            }
        }
        if (slots.isEmpty() && !unknown.isEmpty()) {
            throw new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "No model is loaded: " + unknown.values().iterator().next() + ".");
        }
        throw TandemException.invalid(
                "/invocations needs exactly one configured model; send to"
                        + " /models/{model}/invocations. Configured are: "
                        + list(names())
                        + ".");
    }
}
