// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.wattmill.kit.testing.Await;

import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * What a fault happens to.
 *
 * @param chance of the round
 */
record Scene(Site site, Traffic traffic, AckLog log, Random chance) {

    /** Recovery included, on a machine full of other builds. */
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final int LEAST = 60;
    private static final int MORE = 200;

    /** Returns when gateways got so many more acknowledgements: a seeded moment under load. */
    void load() {
        int wanted = log.acked.size() + LEAST + chance.nextInt(MORE);
        Await.until(() -> log.acked.size() >= wanted, "gateways settle", LIMIT);
    }

    /** Returns when a condition holds. */
    void await(BooleanSupplier condition, String what) {
        Await.until(condition, what, LIMIT);
    }

    /** Returns when so many more steps of clients have failed. */
    void awaitFailures(int more) {
        awaitFailuresBeyond(traffic.failures() + more - 1);
    }

    /** Returns when more steps of clients than this have failed. */
    void awaitFailuresBeyond(long failures) {
        long wanted = failures + 1;
        Await.until(() -> traffic.failures() >= wanted, "clients notice", LIMIT);
    }
}
