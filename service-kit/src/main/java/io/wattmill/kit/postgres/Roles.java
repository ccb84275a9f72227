// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Who may do what in a schema. Its migrations make the role {@code wattmill_<schema>_service} and
 * grant it what the service needs; the role that the service logs in as is a member of it.
 */
final class Roles {

    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

    /** The statement that makes a login a member, unless it is one or there is nothing to be. */
    private static final String ADMISSION =
            """
            SELECT format('GRANT %I TO %I', rolname, ?) FROM pg_roles
             WHERE rolname = ? AND NOT pg_has_role(?, oid, 'MEMBER')\
            """;

    private static final String CAN_BE_OWNER =
            "SELECT pg_has_role(nspowner, 'MEMBER') AS it FROM pg_namespace WHERE nspname = $1";

    /** Another process of the service was quicker. */
    private static final String UNIQUE_VIOLATION = "23505";

    private Roles() {}

    private static String ofService(String schema) {
        return "wattmill_" + schema + "_service";
    }

    /** Makes the service's login a member of its role, as the owner. Blocks. */
    static void admit(PostgresConfig config, String schema) throws SQLException {
        if (config.ownerUser().isEmpty()) {
            return;
        }
        try (Connection connection =
                        DriverManager.getConnection(
                                config.jdbcUrl(),
                                config.migrationUser(),
                                config.migrationPassword());
                Statement statement = connection.createStatement()) {
            Optional<String> admission = admission(connection, config.user(), schema);
            if (admission.isPresent()) {
                statement.execute(admission.get());
            }
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static Optional<String> admission(Connection connection, String login, String schema)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADMISSION)) {
            statement.setString(1, login);
            statement.setString(2, ofService(schema));
            statement.setString(3, login);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /** Says so when the service could do to its tables whatever their owner can. */
    static Future<Void> warnOfAnOwner(Pool pool, String schema) {
        return pool.preparedQuery(CAN_BE_OWNER)
                .execute(Tuple.of(schema))
                .onSuccess(rows -> rows.forEach(row -> warn(row, schema)))
                .mapEmpty();
    }

    private static void warn(Row row, String schema) {
        if (row.getBoolean("it")) {
            LOG.atWarn()
                    .addKeyValue("schema", schema)
                    .addKeyValue("fix", "set postgres.owner-user, docs/OPERATING.md")
                    .log("the service is logged in as the owner of its tables");
        }
    }
}
