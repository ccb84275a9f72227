// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.vertx.sqlclient.Pool;
import io.wattmill.billing.verify.BooksCheck;
import io.wattmill.billing.verify.CheckResult;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All that must be so after a round: by SQL, and by what clients remember. */
final class Proof {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private Proof() {}

    /** Fails with everything that is not so. */
    static void require(Site site, AckLog log) throws SQLException {
        List<String> findings = new ArrayList<>(Audit.of(site, log));
        findings.addAll(books(site));
        if (!findings.isEmpty()) {
            throw new AssertionError(
                    findings.size()
                            + " findings:\n"
                            + String.join("\n", findings.stream().limit(20).toList()));
        }
    }

    /** Checks of the books that fail. */
    static List<String> books(Site site) {
        Pool pool = Await.await(Database.open(site.vertx(), site.config(1), "billing"), LIMIT);
        Stopwatch watch = new Stopwatch();
        try {
            return Await.await(
                            new BooksCheck(pool, Clock.system())
                                    .run(watch::at)
                                    .onComplete(_ -> watch.stop()),
                            LIMIT)
                    .stream()
                    .filter(check -> !check.ok())
                    .map(Proof::text)
                    .toList();
        } finally {
            Await.await(pool.close());
        }
    }

    private static String text(CheckResult check) {
        return check.name() + ": " + check.detail();
    }
}
