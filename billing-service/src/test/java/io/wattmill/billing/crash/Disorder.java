// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.wattmill.billing.crash.Gateway.Oddity;

import java.time.Duration;

/** Clients and clocks that behave oddly, and a process that is believed to be dead. */
final class Disorder {

    private static final long US_PER_S = 1_000_000L;
    private static final long DAY_US = Duration.ofDays(1).toSeconds() * US_PER_S;
    private static final long HOUR_US = Duration.ofHours(1).toSeconds() * US_PER_S;

    private Disorder() {}

    /** Events twice, a day late, in any order, and with the id of others. */
    static String ofEvents(Scene scene) throws Exception {
        int before = scene.log().conflicts.size();
        scene.traffic().oddity(Oddity.WILD);
        try {
            scene.traffic()
                    .during(
                            () -> {
                                scene.load();
                                scene.load();
                                scene.await(
                                        () -> scene.log().conflicts.size() > before,
                                        "a conflict is refused");
                            });
        } finally {
            scene.traffic().oddity(Oddity.USUAL);
        }
        return scene.log().conflicts.size() - before + " conflicts refused";
    }

    /** Billing's clock goes a day ahead, then to an hour before the truth, then right again. */
    static String ofTheClock(Scene scene) throws Exception {
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            for (long offsetUs : new long[] {DAY_US, -HOUR_US, 0}) {
                                scene.site().clock(offsetUs);
                                scene.load();
                                scene.load();
                            }
                        });
        return "";
    }

    /**
     * Billing stands still in the middle of whatever it does, another one takes over, and then the
     * first one goes on beside it: two of everything.
     */
    static String ofAZombie(Scene scene) throws Exception {
        Site site = scene.site();
        BillingProcess first = site.billing();
        scene.traffic()
                .during(
                        () -> {
                            scene.load();
                            long failures = scene.traffic().failures();
                            first.pause();
                            // What the first one has locked stays locked until it goes on.
                            BillingProcess second = site.beginBilling(Site.POOL).awaitReady();
                            site.replace(second);
                            scene.awaitFailuresBeyond(failures);
                            first.resume();
                            scene.load();
                            scene.load();
                            first.kill();
                            scene.load();
                        });
        return "";
    }
}
