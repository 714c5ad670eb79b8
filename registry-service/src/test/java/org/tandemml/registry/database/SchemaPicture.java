package org.tandemml.registry.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Draws the tables of a migrated database as SVG: a box a table with its columns, an arrow a
 * reference. Solid arrows are foreign keys; dashed ones are kept by our own statements (ADR 0011).
 */
final class SchemaPicture {
    private static final int BOX = 216;
    private static final int LINE = 15;
    private static final int GAP_X = 72;
    private static final int GAP_Y = 22;
    private static final int MARGIN = 24;

    /** Columns of the picture, left to right; a table that none names goes to the last one. */
    private static final List<List<String>> COLUMNS =
            List.of(
                    List.of("experiments", "experiment_tags", "datasets", "attribute_key"),
                    List.of("runs", "run_datasets", "run_dataset_tags", "run_model_inputs"),
                    List.of("params", "run_tags", "metric_points", "latest_metrics"),
                    List.of("logged_models", "logged_model_params", "logged_model_tags"),
                    List.of("registered_models", "registered_model_tags", "model_versions"));

    /** What names the row of another table without a foreign key. */
    private static final Map<String, String> KEPT_BY_STATEMENTS =
            Map.of("run_number", "runs", "key_id", "attribute_key");

    private record Column(String name, String type, boolean nullable, boolean key) {}

    private record Reference(String from, String to, boolean enforced) {}

    private record Box(int x, int y, int height) {}

    private final Map<String, List<Column>> tables;
    private final List<Reference> references;
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private int width;
    private int height;

    private SchemaPicture(Map<String, List<Column>> tables, List<Reference> references) {
        this.tables = tables;
        this.references = references;
    }

    static String of(Connection connection) throws SQLException {
        Map<String, List<Column>> tables = tables(connection);
        SchemaPicture picture = new SchemaPicture(tables, references(connection, tables));
        picture.arrange();
        return picture.draw();
    }

    private static Map<String, List<Column>> tables(Connection connection) throws SQLException {
        Map<String, List<Column>> tables = new TreeMap<>();
        String sql =
                """
                SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
                       EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid
                               AND k.contype = 'p' AND a.attnum = ANY (k.conkey))
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                  AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'flyway_schema_history'
                ORDER BY c.relname, a.attnum
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                tables.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                        .add(
                                new Column(
                                        rows.getString(2),
                                        rows.getString(3),
                                        rows.getBoolean(4),
                                        rows.getBoolean(5)));
            }
        }
        return tables;
    }

    private static List<Reference> references(
            Connection connection, Map<String, List<Column>> tables) throws SQLException {
        List<Reference> references = new ArrayList<>();
        String sql =
                """
                SELECT DISTINCT f.relname, t.relname FROM pg_constraint k
                JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
                WHERE k.contype = 'f' ORDER BY f.relname, t.relname
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                references.add(new Reference(rows.getString(1), rows.getString(2), true));
            }
        }
        tables.forEach(
                (table, columns) ->
                        columns.forEach(
                                column -> {
                                    String to = KEPT_BY_STATEMENTS.get(column.name());
                                    boolean drawn =
                                            to == null
                                                    || to.equals(table)
                                                    || references.stream()
                                                            .anyMatch(
                                                                    r ->
                                                                            r.from().equals(table)
                                                                                    && reaches(
                                                                                            references,
                                                                                            r.to(),
                                                                                            to));
                                    if (!drawn) {
                                        references.add(new Reference(table, to, false));
                                    }
                                }));
        return references;
    }

    private static boolean reaches(List<Reference> references, String from, String to) {
        return from.equals(to)
                || references.stream()
                        .filter(r -> r.from().equals(from) && !r.to().equals(from))
                        .anyMatch(r -> reaches(references, r.to(), to));
    }

    private void arrange() {
        List<List<String>> columns =
                COLUMNS.stream()
                        .map(ArrayList::new)
                        .collect(Collectors.toCollection(ArrayList::new));
        for (String table : tables.keySet()) {
            if (columns.stream().noneMatch(named -> named.contains(table))) {
                columns.get(columnOf(table)).add(table);
            }
        }
        int x = MARGIN;
        for (List<String> column : columns) {
            int y = MARGIN;
            for (String table : column) {
                if (!tables.containsKey(table)) {
                    throw new IllegalStateException("no table " + table + ": correct COLUMNS");
                }
                int tall = (tables.get(table).size() + 1) * LINE + 10;
                boxes.put(table, new Box(x, y, tall));
                y += tall + GAP_Y;
            }
            height = Math.max(height, y);
            x += BOX + GAP_X;
        }
        width = x - GAP_X + MARGIN;
    }

    private static int columnOf(String table) {
        if (table.startsWith("run_")) {
            return 1;
        }
        return table.startsWith("logged_") ? 3 : COLUMNS.size() - 1;
    }

    private String draw() {
        StringBuilder svg = new StringBuilder();
        svg.append(
                String.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                                + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                                + " font-size=\"11\">%n",
                        width, height, width, height));
        svg.append("<title>The tables of the registry's database</title>\n");
        svg.append(
                "<defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\""
                        + " markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
                        + "<path d=\"M0 0L8 4L0 8z\" fill=\"#5a6b7b\"/></marker></defs>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        references.forEach(reference -> arrow(svg, reference));
        boxes.forEach((table, box) -> box(svg, table, box));
        return svg.append("</svg>\n").toString().replace("\r", "");
    }

    private void arrow(StringBuilder svg, Reference reference) {
        Box from = boxes.get(reference.from());
        Box to = boxes.get(reference.to());
        boolean leftwards = from.x() > to.x();
        int startX = leftwards || from.x() == to.x() ? from.x() : from.x() + BOX;
        int endX = leftwards ? to.x() + BOX : to.x();
        int startY = from.y() + 12;
        int endY =
                to.y() + Math.min(to.height() - 6, 12 + Math.abs(reference.from().hashCode() % 40));
        int bend = from.x() == to.x() ? startX - 26 : startX + (leftwards ? -GAP_X / 2 : GAP_X / 2);
        int bend2 = from.x() == to.x() ? bend : endX + (leftwards ? GAP_X / 2 : -GAP_X / 2);
        svg.append(
                String.format(
                        "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"#5a6b7b\""
                                + " stroke-width=\"1\"%s marker-end=\"url(#to)\"/>%n",
                        startX,
                        startY,
                        bend,
                        startY,
                        bend2,
                        endY,
                        endX,
                        endY,
                        reference.enforced() ? "" : " stroke-dasharray=\"4 3\""));
    }

    private void box(StringBuilder svg, String table, Box box) {
        svg.append(
                String.format(
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\""
                                + " fill=\"#f7f9fb\" stroke=\"#2b4a6b\"/>%n",
                        box.x(), box.y(), BOX, box.height()));
        svg.append(text(box.x() + 8, box.y() + 15, "bold", "#12324f", table));
        int y = box.y() + 15;
        for (Column column : tables.get(table)) {
            y += LINE;
            svg.append(
                    text(
                            box.x() + 8,
                            y,
                            column.key() ? "bold" : "normal",
                            "#222222",
                            column.name() + (column.nullable() ? "?" : "")));
            svg.append(
                    String.format(
                            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#6b7680\">%s</text>%n",
                            box.x() + BOX - 8, y, column.type()));
        }
    }

    private static String text(int x, int y, String weight, String fill, String text) {
        return String.format(
                "<text x=\"%d\" y=\"%d\" font-weight=\"%s\" fill=\"%s\">%s</text>%n",
                x, y, weight, fill, text);
    }
}
