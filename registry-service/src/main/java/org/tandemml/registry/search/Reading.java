package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.SortKey.Form;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;
import org.tandemml.registry.search.filter.OrderTerm;

/**
 * Writes the statements that read one page. Where an index has the order's first key, each kind of
 * its values is read by a statement of its own, in the order of that index: those present, then
 * NaN, then the rows that lack it. So a page begins where its token says, wherever that is, and
 * nothing before it is read.
 */
final class Reading {
    /** Up to here the pages of all partitions are read in order and merged. */
    private static final int MAX_MERGED = 1_000;

    private final Search search;
    private final SearchFields fields;
    private final Scope scope;
    private final String columns;
    private final KeyNumbers keys;
    private final Candidates candidates;
    private final OrderTerm first;
    private final List<SortKey> order;
    private final List<SqlText> joins = new ArrayList<>();

    Reading(Search search, Scope scope, String columns, KeyNumbers keys, Candidates candidates) {
        this.search = search;
        this.fields = search.fields();
        this.scope = scope;
        this.columns = columns;
        this.keys = keys;
        this.candidates = candidates;
        this.first = search.order().get(0);
        this.order = sortKeys();
    }

    /** The kinds of rows that are read one after the other. */
    List<Form> forms() {
        if (candidates.areFew()) {
            return List.of(order.get(0).form());
        }
        if (first.field() instanceof FieldRef.Of of) {
            return of.field().nullable()
                    ? List.of(Form.PRESENT, Form.MISSING)
                    : List.of(Form.PRESENT);
        }
        FieldRef.Keyed keyed = (FieldRef.Keyed) first.field();
        if (keys.of(keyed) == null) {
            return List.of(Form.MISSING);
        }
        if (!isDriven(keyed.field())) {
            return List.of(Form.ANY);
        }
        List<Form> forms = new ArrayList<>();
        forms.add(Form.PRESENT);
        if (keyed.field().type() == FieldType.REAL) {
            forms.add(Form.NAN);
        }
        if (!isRequired(keyed)) {
            forms.add(Form.MISSING);
        }
        return forms;
    }

    /** The kind of rows that a position is among. */
    static Form formAt(List<Form> forms, List<@Nullable Object> position) {
        Object value = position.get(0);
        Form form =
                value == null
                        ? Form.MISSING
                        : value instanceof Double number && number.isNaN()
                                ? Form.NAN
                                : Form.PRESENT;
        return forms.contains(form) ? form : forms.get(0);
    }

    private boolean isDriven(KeyedFamily family) {
        return family.index().kind() != KeyedFamily.Index.Kind.NONE
                && !family.repeated()
                && !family.partition().isEmpty() == (scope.partitions() != null);
    }

    private boolean isRequired(FieldRef.Keyed keyed) {
        return search.topLevel().stream()
                .anyMatch(
                        part ->
                                part instanceof Expression.Condition condition
                                        && condition.field().equals(keyed));
    }

    /**
     * A statement.
     *
     * @param form the kind of rows
     * @param after the position after which it begins; null: at the first row
     * @param limit how many rows
     */
    SqlText statement(Form form, @Nullable List<@Nullable Object> after, int limit) {
        List<Long> partitions = scope.partitions();
        boolean merged =
                partitions != null
                        && partitions.size() > 1
                        && partitions.size() <= MAX_MERGED
                        && !candidates.areFew()
                        && form != Form.ANY;
        if (!merged) {
            return select(form, PartitionTest.all(partitions), after, limit);
        }
        SqlText sql =
                new SqlText()
                        .add("SELECT x.* FROM unnest(")
                        .bind(partitions.stream().mapToLong(Long::longValue).toArray())
                        .add("::bigint[]) AS p (id) CROSS JOIN LATERAL (")
                        .add(select(form, PartitionTest.each("p.id"), after, limit))
                        .add(") x");
        List<SortKey> outer =
                keysFor(form).stream().map(key -> key.from("x." + key.label())).toList();
        return orderAndLimit(sql, outer, limit);
    }

    /** The order's keys, to read a row's position. */
    List<SortKey> order() {
        return order;
    }

    private SqlText select(
            Form form, PartitionTest partition, @Nullable List<@Nullable Object> after, int limit) {
        FieldRef.Keyed driver = driver(form);
        List<SortKey> keysOfForm = keysFor(form);
        SqlText sql = new SqlText().add("SELECT ").add(columns);
        keysOfForm.forEach(key -> sql.add(", ").add(key.sql()).add(" AS ").add(key.label()));
        sql.add(" FROM ");
        if (driver != null) {
            sql.add(driver.field().table()).add(" o, ");
        }
        sql.add(fields.from());
        boolean leadingRead = driver == null && form != Form.MISSING;
        joins.subList(leadingRead ? 0 : 1, joins.size()).forEach(sql::add);
        sql.add(" WHERE TRUE");
        if (!fields.partition().isEmpty()) {
            partition.add(sql, fields.partition());
        }
        scope.appendConditions(sql);
        if (driver != null) {
            sql.add(" AND ").add(Conditions.joined(fields, "o", fields.alias()));
            if (!driver.field().partition().isEmpty()) {
                partition.add(sql, "o." + driver.field().partition());
            }
            sql.add(keys.test(driver, "o"));
            if (driver.field().type() == FieldType.REAL) {
                sql.add(form == Form.NAN ? " AND o.value = 'NaN'" : " AND o.value < 'NaN'");
            }
        }
        appendForm(sql, form);
        new Conditions(search, keys, candidates).append(sql, driver);
        if (candidates.areFew()) {
            candidates.append(sql);
        }
        if (after != null) {
            sql.add(" AND ").add(SortKey.beyond(keysOfForm, after));
        }
        return orderAndLimit(sql, keysOfForm, limit);
    }

    private static SqlText orderAndLimit(SqlText sql, List<SortKey> keys, int limit) {
        List<SqlText> terms =
                keys.stream()
                        .map(SortKey::order)
                        .filter(term -> !term.isEmpty())
                        .map(term -> new SqlText().add(term))
                        .toList();
        return sql.add(" ORDER BY ").join(", ", terms).add(" LIMIT ").bind(limit);
    }

    /** The child table that is read in the order of its index, if one is. */
    private FieldRef.@Nullable Keyed driver(Form form) {
        return (form == Form.PRESENT || form == Form.NAN)
                        && !candidates.areFew()
                        && first.field() instanceof FieldRef.Keyed keyed
                ? keyed
                : null;
    }

    private void appendForm(SqlText sql, Form form) {
        if (candidates.areFew() || form == Form.ANY) {
            return;
        }
        if (first.field() instanceof FieldRef.Keyed keyed) {
            if (form == Form.MISSING && keys.of(keyed) != null) {
                sql.add(" AND NOT EXISTS (SELECT 1 FROM ")
                        .add(keyed.field().table())
                        .add(" c WHERE ")
                        .add(Conditions.joined(fields, "c", fields.alias()))
                        .add(keys.test(keyed, "c"))
                        .add(")");
            }
            return;
        }
        Attribute attribute = ((FieldRef.Of) first.field()).field();
        if (attribute.nullable()) {
            sql.add(" AND ")
                    .add(attribute.sql())
                    .add(form == Form.MISSING ? " IS NULL" : " IS NOT NULL");
        }
    }

    private List<SortKey> keysFor(Form form) {
        List<SortKey> all = new ArrayList<>(order);
        FieldRef.Keyed driver = driver(form);
        SortKey leading = order.get(0);
        if (driver != null) {
            leading = leading.from("o.value").withPrefix(driver.field().index().prefix());
        }
        all.set(0, leading.as(form));
        return all;
    }

    private List<SortKey> sortKeys() {
        List<SortKey> all = new ArrayList<>();
        for (OrderTerm term : search.order()) {
            String label = "sort_" + all.size();
            FieldType type = term.field().field().type();
            if (term.field() instanceof FieldRef.Keyed keyed) {
                all.add(new SortKey(label + ".value", label, type, term.ascending(), Form.ANY, 0));
                joins.add(join(term, keyed, label));
            } else {
                Attribute attribute = ((FieldRef.Of) term.field()).field();
                Form form = attribute.nullable() ? Form.ANY : Form.PRESENT;
                all.add(new SortKey(attribute.sql(), label, type, term.ascending(), form, 0));
                joins.add(new SqlText());
            }
        }
        return all;
    }

    private SqlText join(OrderTerm term, FieldRef.Keyed field, String label) {
        SqlText join =
                new SqlText()
                        .add(" LEFT JOIN LATERAL (SELECT c.value FROM ")
                        .add(field.field().table())
                        .add(" c WHERE ")
                        .add(Conditions.joined(fields, "c", fields.alias()))
                        .add(keys.test(field, "c"));
        if (!term.datasetName().isEmpty()) {
            join.add(" AND c.dataset_name = ").bind(term.datasetName());
        }
        if (!term.datasetDigest().isEmpty()) {
            join.add(" AND c.dataset_digest = ").bind(term.datasetDigest());
        }
        if (field.field().repeated()) {
            join.add(" ORDER BY c.timestamp DESC, c.step DESC, c.value DESC LIMIT 1");
        }
        return join.add(") ").add(label).add(" ON TRUE");
    }
}
