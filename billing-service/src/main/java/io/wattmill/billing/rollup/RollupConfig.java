// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.rollup;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How bookings are rolled up. */
public record RollupConfig(
        @Setting(
                        value = "1s",
                        min = 50,
                        doc =
                                "How often finished bookings are rolled up. What is not rolled up"
                                        + " yet is added when a question is asked.")
                Duration interval,
        @Setting(value = "100", min = 1, max = 100_000, doc = "Most bookings of one round.")
                int bookingsPerRound) {}
