// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.wattmill.kit.testing.Await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer is the one that is due. */
final class Patience {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private Patience() {}

    /** The first answer that passes; fails with the last one when none did in time. */
    static <A, B> B until(Supplier<A> ask, Predicate<A> due, String what, Function<A, B> then) {
        var last = new AtomicReference<A>(ask.get());
        Await.until(() -> due.test(last.get()) || due.test(renewed(last, ask)), what, LIMIT);
        return then.apply(last.get());
    }

    private static <A> A renewed(AtomicReference<A> last, Supplier<A> ask) {
        last.set(ask.get());
        return last.get();
    }
}
