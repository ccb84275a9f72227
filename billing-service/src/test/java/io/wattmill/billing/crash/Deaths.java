// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.wattmill.kit.testing.Await;

import java.time.Duration;

/** Processes that die. */
final class Deaths {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int PASSES = 6;

    private Deaths() {}

    /** Billing dies at a place; another one starts. */
    static Harm at(CrashPoint point) {
        return scene -> {
            int pass = 1 + scene.chance().nextInt(PASSES);
            scene.traffic()
                    .during(
                            () -> {
                                scene.load();
                                BillingProcess billing = scene.site().billing();
                                billing.crashAt(point, pass);
                                Await.until(
                                        () -> !billing.isAlive(),
                                        "billing dies " + point.at(pass),
                                        LIMIT);
                                scene.site().startBilling();
                                scene.load();
                            });
            return point.at(pass);
        };
    }

    /** Billing dies wherever it is. */
    static String ofBilling(Scene scene) throws Exception {
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            scene.site().billing().kill();
                            scene.site().startBilling();
                            scene.load();
                        });
        return "";
    }

    /** PostgreSQL dies with all its backends; billing finds the next one by itself. */
    static String ofPostgres(Scene scene) throws Exception {
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            scene.site().postgres().kill();
                            scene.awaitFailures(1);
                            scene.site().postgres().start();
                            scene.load();
                        });
        return "";
    }
}
