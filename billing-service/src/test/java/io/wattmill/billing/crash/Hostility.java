// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions beside billing's that lock what it needs. */
final class Hostility {

    /** Half of the accounts, in the order that nobody else locks them in. */
    private static final String WRONG_ORDER =
            "SELECT id FROM account WHERE random() < 0.5 ORDER BY id DESC FOR UPDATE";

    private static final String KILL_ONE =
            "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE"
                    + " application_name = 'wattmill-billing' ORDER BY random() LIMIT 1) AS one";

    private Hostility() {}

    /** Sessions lock accounts in the wrong order, and kill billing's connections. */
    static String byDeadlocks(Scene scene) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger quarrels = new AtomicInteger();
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            Thread[] hostile = {
                                Thread.ofPlatform().start(() -> quarrel(scene, over, quarrels)),
                                Thread.ofPlatform().start(() -> quarrel(scene, over, quarrels))
                            };
                            try {
                                scene.await(() -> quarrels.get() > 40, "sessions quarrel");
                            } finally {
                                over.set(true);
                            }
                            for (Thread one : hostile) {
                                one.join();
                            }
                            scene.load();
                        });
        return deadlocks(scene.site()) + " deadlocks";
    }

    private static long deadlocks(Site site) throws SQLException {
        return Audit.number(
                site, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    private static void quarrel(Scene scene, AtomicBoolean over, AtomicInteger quarrels) {
        while (!over.get()) {
            try (Connection books = scene.site().books();
                    Statement statement = books.createStatement()) {
                books.setAutoCommit(false);
                statement.execute(quarrels.incrementAndGet() % 5 == 0 ? KILL_ONE : WRONG_ORDER);
                statement.execute("SELECT pg_sleep(0.02)");
                books.commit();
            } catch (SQLException _) {
                // It lost the deadlock this time.
                quarrels.incrementAndGet();
            }
        }
    }

    /**
     * Billing has one connection, until it is started again, and a session holds what it waits for.
     */
    static String byExhaustion(Scene scene) throws Exception {
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            scene.site().startBilling(1);
                            scene.load();
                            try (Connection books = scene.site().books();
                                    Statement statement = books.createStatement()) {
                                books.setAutoCommit(false);
                                statement.execute("LOCK TABLE account IN EXCLUSIVE MODE");
                                scene.awaitFailures(3);
                                books.commit();
                            }
                            scene.load();
                        });
        return "";
    }
}
