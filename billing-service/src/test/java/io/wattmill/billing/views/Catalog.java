// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.views;

import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.TestPostgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the database says of the views; and the database as an analyst has it. */
final class Catalog {

    /** In the order in which the views were made. */
    private static final String COLUMNS =
            """
            SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') AS about, a.attname,
                   format_type(a.atttypid, a.atttypmod) AS type, coalesce(col_description(c.oid, a.attnum), '') AS comment
              FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = 'billing_views'::regnamespace
             ORDER BY c.oid, a.attnum\
            """;

    private final PostgresConfig database;

    Catalog(PostgresConfig database) {
        this.database = database;
    }

    record Column(String name, String type, String comment) {}

    record View(String name, String comment, List<Column> columns) {}

    List<View> views() {
        Map<String, View> views = new LinkedHashMap<>();
        for (List<String> row : rows("postgres", "", COLUMNS)) {
            views.computeIfAbsent(
                            row.getFirst(), name -> new View(name, row.get(1), new ArrayList<>()))
                    .columns()
                    .add(new Column(row.get(2), row.get(3), row.get(4)));
        }
        return List.copyOf(views.values());
    }

    /** Privilege and relation of everything that the role was granted. */
    List<List<String>> granted() {
        return rows(
                "postgres",
                "",
                """
                SELECT g.privilege_type, c.oid::regclass::text
                  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
                 WHERE g.grantee = 'wattmill_analyst'::regrole ORDER BY c.oid, 1\
                """);
    }

    /** What an analyst gets, whose statements are read as one says in the page. */
    List<List<String>> analyst(String sql) {
        return rows("wattmill_analyst", "billing_views", sql);
    }

    private List<List<String>> rows(String role, String path, String sql) {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + role);
            statement.execute("SELECT set_config('search_path', '" + path + "', false)");
            statement.execute(sql);
            return rows(statement.getResultSet());
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static List<List<String>> rows(ResultSet found) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        while (found.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                row.add(Objects.requireNonNullElse(found.getString(i), ""));
            }
            rows.add(row);
        }
        return rows;
    }
}
