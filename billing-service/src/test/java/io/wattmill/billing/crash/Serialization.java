// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The database ends transactions with SQLSTATE 40001, as it may where others serialize. */
final class Serialization {

    private static final int WANTED = 40;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A sequence is not rolled back: it counts what failed. */
    private static final String REFUSE =
            """
            CREATE SEQUENCE refusals;
            CREATE FUNCTION refuse_now_and_then() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF random() < 0.2 THEN
                    PERFORM nextval('billing.refusals');
                    RAISE EXCEPTION 'could not serialize access' USING ERRCODE = 'serialization_failure';
                END IF;
                RETURN NULL;
            END $$;
            """;

    private static final String ON =
            "CREATE TRIGGER refused AFTER INSERT OR UPDATE ON %1$s"
                    + " FOR EACH STATEMENT EXECUTE FUNCTION refuse_now_and_then()";
    private static final String COUNT =
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM refusals";

    /** Each early, in the middle or late in some transaction of billing. */
    private static final String[] TABLES = {
        "booking", "usage_event", "transfer", "account", "lease", "energy_window", "energy_share"
    };

    private Serialization() {}

    /** One statement in five on the tables of the books fails, until enough have. */
    static String fails(Scene scene) throws Exception {
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            refuse(scene.site());
                            scene.await(() -> count(scene.site()) >= WANTED, "enough fails");
                            scene.load();
                            change(scene.site(), "DROP FUNCTION refuse_now_and_then CASCADE");
                            scene.load();
                        });
        long failed = count(scene.site());
        change(scene.site(), "DROP SEQUENCE refusals");
        return failed + " serialization failures";
    }

    private static void refuse(Site site) throws SQLException {
        change(site, REFUSE);
        for (String table : TABLES) {
            change(site, ON.formatted(table));
        }
    }

    private static long count(Site site) {
        try {
            return Audit.number(site, COUNT);
        } catch (SQLException e) {
            throw new AssertionError("failures are not counted", e);
        }
    }

    /** The lock of a table that everyone writes is not always to be had at once. */
    private static void change(Site site, String sql) throws SQLException {
        SQLException last = new SQLException("never tried");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            try (Connection books = site.books();
                    Statement statement = books.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                last = e;
            }
        }
        throw last;
    }
}
