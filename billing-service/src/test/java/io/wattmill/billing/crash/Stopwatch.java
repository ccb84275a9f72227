// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.wattmill.billing.verify.Progress;

/** Names the checks that take long: on books as small as these none should. */
final class Stopwatch {

    private static final double LONG_SECONDS = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    private String name = "";
    private long since = System.nanoTime();

    /** A check is under way. */
    void at(Progress progress) {
        if (!progress.name().equals(name)) {
            stop();
            name = progress.name();
        }
    }

    /** The last check has ended. */
    void stop() {
        double seconds = (System.nanoTime() - since) / NANOS_PER_SECOND;
        if (seconds > LONG_SECONDS && !name.isEmpty()) {
            System.out.printf("slow: %s took %.1f s%n", name, seconds);
        }
        since = System.nanoTime();
    }
}
