// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer is the one that is due. */
final class Patience {
    /** Far above what anything here takes: a machine may stand still, and nobody waits in vain. */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final long PAUSE_NANOS = 20_000_000;

    private Patience() {}

    /** The first answer that passes; fails with the last one when none did in time. */
    static <A> A until(Supplier<A> ask, Predicate<A> due, String what) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        var answer = ask.get();
        while (!due.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not " + what + " within " + LIMIT + ": " + answer);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = ask.get();
        }
        return answer;
    }
}
