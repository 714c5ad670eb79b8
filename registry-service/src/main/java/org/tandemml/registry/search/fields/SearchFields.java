package org.tandemml.registry.search.fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be searched of one entity, and where it stands in the database. All SQL in here is
 * written by us; nothing of it comes from a caller. Immutable.
 *
 * <pre>{@code
 * static final SearchFields FIELDS = SearchFields.of("run", "runs r")
 *         .identity("r", "run_number")
 *         .partition("r.experiment_id")
 *         .attribute(Attribute.text("run_id", "r.run_id").with(Operator.IN, Operator.NOT_IN))
 *         .attribute(Attribute.integer("start_time", "r.start_time").alsoNamed("created"))
 *         .family(KeyedFamily.numbers("metrics", "latest_metrics").alsoNamed("metric")
 *                 .withNumberedKeys().partitionedBy("experiment_id"))
 *         .tieBreak("start_time DESC", "run_id")
 *         .build();
 * }</pre>
 */
public final class SearchFields {
    private final String noun;
    private final String from;
    private final String alias;
    private final List<String> identity;
    private final String partition;
    private final Map<String, Attribute> attributes;
    private final Map<String, KeyedFamily> families;
    private final Map<String, String> entities;
    private final List<String> defaultOrder;
    private final List<String> tieBreak;

    private SearchFields(Builder builder) {
        noun = builder.noun;
        from = builder.from;
        alias = builder.alias;
        identity = List.copyOf(builder.identity);
        partition = builder.partition;
        attributes = new LinkedHashMap<>(builder.attributes);
        families = new LinkedHashMap<>(builder.families);
        entities = new HashMap<>(builder.entities);
        defaultOrder = builder.defaultOrder;
        tieBreak = builder.tieBreak;
    }

    /**
     * Begins a description.
     *
     * @param noun for messages, for example {@code run}
     * @param from the tables that every search reads, with aliases, joined one to one
     */
    public static Builder of(String noun, String from) {
        return new Builder(noun, from);
    }

    /** The entity's name in messages. */
    public String noun() {
        return noun;
    }

    /** The tables that every search reads. */
    public String from() {
        return from;
    }

    /** The alias of the table that holds the identity. */
    public String alias() {
        return alias;
    }

    /** The columns that child tables point to, without alias. */
    public List<String> identity() {
        return identity;
    }

    /** SQL: that a child's row belongs to the row of its owner, both given by their aliases. */
    public String joined(String child, String owner) {
        return identity.stream()
                .map(column -> child + "." + column + " = " + owner + "." + column)
                .collect(Collectors.joining(" AND "));
    }

    /** The column that splits the entity (the experiment), with alias; empty if there is none. */
    public String partition() {
        return partition;
    }

    /** The order when the caller gives none, in the language of {@code order_by}. */
    public List<String> defaultOrder() {
        return defaultOrder;
    }

    /** What is added to every order; together unique. */
    public List<String> tieBreak() {
        return tieBreak;
    }

    /** The attribute of this name or alias, of the entity itself or of a related one. */
    public Optional<Attribute> attribute(String entity, String name) {
        return Optional.ofNullable(attributes.get(qualified(entity, name)));
    }

    /** The family of this name or alias. */
    public Optional<KeyedFamily> family(String name) {
        return Optional.ofNullable(families.get(name));
    }

    /** The canonical word for a word before a dot: empty for the entity's own attributes. */
    public Optional<String> entity(String word) {
        return Optional.ofNullable(entities.get(word));
    }

    /** The names of the attributes that are filtered or ordered by, for messages. */
    public List<String> names(String entity, boolean ordering) {
        return attributes.values().stream()
                .filter(attribute -> attribute.entity().equals(entity))
                .filter(
                        attribute ->
                                ordering ? attribute.orderable() : !attribute.operators().isEmpty())
                .map(Attribute::name)
                .distinct()
                .toList();
    }

    /** All attributes. */
    public List<Attribute> attributes() {
        return attributes.values().stream().distinct().toList();
    }

    /** All families. */
    public List<KeyedFamily> families() {
        return families.values().stream().distinct().toList();
    }

    /** The words that may stand before a dot, for messages. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        families.values().stream().map(KeyedFamily::name).distinct().forEach(words::add);
        entities.values().stream()
                .distinct()
                .map(entity -> entity.isEmpty() ? "attributes" : entity)
                .forEach(words::add);
        return words;
    }

    private static String qualified(String entity, String name) {
        return entity + '.' + name;
    }

    /** Gathers the description. */
    public static final class Builder {
        private final String noun;
        private final String from;
        private String alias = "";
        private List<String> identity = List.of();
        private String partition = "";
        private final Map<String, Attribute> attributes = new LinkedHashMap<>();
        private final Map<String, KeyedFamily> families = new LinkedHashMap<>();
        private final Map<String, String> entities = new LinkedHashMap<>();
        private List<String> defaultOrder = List.of();
        private List<String> tieBreak = List.of();

        private Builder(String noun, String from) {
            this.noun = noun;
            this.from = from;
            for (String word : List.of("attribute", "attributes", "attr")) {
                entities.put(word, "");
            }
        }

        /** The columns that child tables point to. */
        public Builder identity(String alias, String... columns) {
            this.alias = alias;
            this.identity = List.of(columns);
            return this;
        }

        /** The column, with alias, that a scope's {@code within} limits. */
        public Builder partition(String column) {
            partition = column;
            return this;
        }

        /** Adds an attribute; one of a related table brings the word before its dot with it. */
        public Builder attribute(Attribute attribute) {
            if (!attribute.entity().isEmpty()) {
                entities.putIfAbsent(attribute.entity(), attribute.entity());
            }
            add(attribute.entity(), attribute.name(), attribute);
            attribute.aliases().forEach(other -> add(attribute.entity(), other, attribute));
            return this;
        }

        private void add(String entity, String name, Attribute attribute) {
            if (attributes.put(qualified(entity, name), attribute) != null) {
                throw new IllegalArgumentException("Attribute twice: " + name);
            }
        }

        /** Other words before the dot for the entity's own attributes, or for a related one. */
        public Builder entity(String canonical, String... words) {
            for (String word : words) {
                entities.put(word.toLowerCase(Locale.ROOT), canonical);
            }
            return this;
        }

        /** Adds a family. */
        public Builder family(KeyedFamily family) {
            families.put(family.name(), family);
            family.aliases().forEach(other -> families.put(other, family));
            return this;
        }

        /** The order when the caller gives none; the tie-break follows it. */
        public Builder defaultOrder(String... terms) {
            defaultOrder = List.of(terms);
            return this;
        }

        /** What is added to every order; together these must be unique. */
        public Builder tieBreak(String... terms) {
            tieBreak = List.of(terms);
            return this;
        }

        /** The description. */
        public SearchFields build() {
            if (tieBreak.isEmpty()) {
                throw new IllegalArgumentException("A search of " + noun + " needs a tie-break.");
            }
            return new SearchFields(this);
        }
    }
}
