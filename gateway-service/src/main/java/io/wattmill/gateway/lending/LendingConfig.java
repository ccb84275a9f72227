// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.wattmill.gateway.lease.LeaseRules;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How the gateway asks for leases of budgets and slices of limits. */
public record LendingConfig(
        @Setting(
                        value = "5s",
                        min = 100,
                        doc = "Shortest time between two wishes for one budget or limit.")
                Duration interval,
        @Setting(
                        value = "100ms",
                        min = 10,
                        doc = "How often the gateway looks whether it should ask.")
                Duration tick,
        @Setting(
                        value = "1s",
                        min = 0,
                        doc = "How long before its end a lease is no longer spent from.")
                Duration skew,
        @Setting(value = "2s", min = 10, doc = "Longest wait for billing's answer.")
                Duration timeout,
        @Setting(value = "10m", min = 1000, doc = "A budget unused for so long is forgotten.")
                Duration idle,
        @Setting(
                        value = "500",
                        min = 1,
                        max = 500,
                        doc =
                                "Most budgets, and most limits, kept at a time; billing answers"
                                        + " leases.max-wishes of both at once.")
                int maxAccounts,
        @Setting(value = "5s", min = 50, doc = "Time between two looks for changed budgets.")
                Duration refresh,
        @Setting(
                        value = "60s",
                        min = 100,
                        doc =
                                "Age of the list of budgets from which on the gateway is not"
                                        + " ready.")
                Duration maxStale,
        @Setting(
                        value = "2s",
                        min = 10,
                        doc = "Longest that a request waits for the first lease of a budget.")
                Duration grantWait,
        @Setting(value = "1024", min = 0, doc = "Requests that may wait so at a time.")
                int maxWaiting) {

    /** The same as rules. */
    public LeaseRules rules() {
        return new LeaseRules(us(interval), us(skew), us(idle), maxAccounts);
    }

    private static long us(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }
}
