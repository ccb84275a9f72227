// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.time;

/** Monotonic time, for durations and timeouts. Its origin means nothing. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since an arbitrary origin; never goes back. */
    long nanos();

    /** The monotonic clock of this JVM. */
    static Ticker system() {
        return System::nanoTime;
    }
}
