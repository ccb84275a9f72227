// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

/** Limits that no test reaches but those that mean to. */
public final class SampleLimits {
    private SampleLimits() {}

    public static EventLimits wide() {
        return new EventLimits(1 << 20, 1000, 1000, 100_000, 2, 100_000, 1000, 1 << 22);
    }
}
