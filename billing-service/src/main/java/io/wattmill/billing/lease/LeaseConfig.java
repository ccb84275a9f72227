// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How budgets and limits are lent to gateways. */
public record LeaseConfig(
        @Setting(value = "30s", min = 100, doc = "How long a gateway may spend from a lease.")
                Duration term,
        @Setting(value = "15s", min = 100, doc = "How long a gateway may use its part of a limit.")
                Duration sliceTerm,
        @Setting(
                        value = "5m",
                        min = 0,
                        doc =
                                "Longest wait for the usage of an ended lease: then what is left of"
                                        + " it returns to its budget.")
                Duration grace,
        @Setting(
                        value = "1s",
                        min = 0,
                        doc = "Most that a gateway's clock may differ from billing's.")
                Duration skew,
        @Setting(value = "1s", min = 10, doc = "How often ended leases are looked at.")
                Duration interval,
        @Setting(value = "500", min = 1, max = 10_000, doc = "Ended leases resolved at a time.")
                int resolvedAtOnce,
        @Setting(value = "1000", min = 1, max = 10_000, doc = "Most wishes of one request.")
                int maxWishes,
        @Setting(value = "10000", min = 1, max = 1_000_000, doc = "Most budgets and limits.")
                int maxBudgets,
        @Setting(
                        value = "16",
                        min = 1,
                        max = 16,
                        doc = "Most budgets and limits of one organization, project, key or agent.")
                int maxPerOwner,
        @Setting(
                        value = "1000",
                        min = 1,
                        max = 10_000,
                        doc = "Budgets in one answer to a gateway that asks for the list.")
                int listRows) {

    long termUs() {
        return us(term);
    }

    long sliceTermUs() {
        return us(sliceTerm);
    }

    long graceUs() {
        return us(grace);
    }

    long skewUs() {
        return us(skew);
    }

    private static long us(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }
}
