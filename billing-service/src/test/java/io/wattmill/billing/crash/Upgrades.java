// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import com.google.protobuf.ByteString;

import io.wattmill.kit.testing.TestPostgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Books of an older version that are brought over, by a billing that dies while it does so. */
final class Upgrades {

    private static final String BOOKS = "/io/wattmill/billing/migration/books-at-v4.sql";

    /** Each is changed by another script, or at another place of one. */
    private static final List<String> TABLES =
            List.of("account", "transfer", "usage_event", "outcome", "rate_card", "energy_window");

    private Upgrades() {}

    /**
     * New books of V4 with what they hold as acknowledged; billing dies where a script wants a
     * table that somebody reads, and another one starts.
     */
    static String interrupted(Scene scene) throws Exception {
        Site site = scene.site();
        TestPostgres.migrate(site.config(1), "billing", "4");
        String table = TABLES.get(scene.chance().nextInt(TABLES.size()));
        try (Connection reader = site.books();
                Statement statement = reader.createStatement()) {
            statement.execute(books());
            remember(statement, scene.log());
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE billing." + table + " IN ACCESS SHARE MODE");
            BillingProcess dying = site.beginBilling(Site.POOL);
            scene.await(() -> waits(site), "a script waits for " + table);
            dying.kill();
            reader.commit();
        }
        site.startBilling();
        scene.traffic().open();
        scene.traffic().during(scene::load);
        return "where " + table + " is changed";
    }

    private static String books() throws IOException {
        try (var stream = Upgrades.class.getResourceAsStream(BOOKS)) {
            return new String(
                    Objects.requireNonNull(stream, BOOKS).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void remember(Statement statement, AckLog log) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT request_id, content_hash FROM usage_event")) {
            while (rows.next()) {
                UUID id = rows.getObject(1, UUID.class);
                ByteString content = ByteString.copyFrom(rows.getBytes(2));
                log.sent.put(id, content);
                log.acked.put(id, content);
            }
        }
    }

    private static boolean waits(Site site) {
        try {
            return Audit.number(
                            site,
                            "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                + " current_database() AND wait_event_type = 'Lock' AND wait_event"
                                + " = 'relation'")
                    > 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
