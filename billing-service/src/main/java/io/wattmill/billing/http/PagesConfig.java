// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.wattmill.kit.config.Setting;

/** Lists of accounts, entries, margin and energy. */
public record PagesConfig(
        @Setting(value = "1000", min = 1, max = 10_000, doc = "Most rows of a page.") int maxRows,
        @Setting(
                        value = "20000",
                        min = 1,
                        max = 1_000_000,
                        doc = "Most transfers that are looked at for a page of entries.")
                int maxTransfers,
        @Setting(
                        value = "400",
                        min = 1,
                        max = 4_000,
                        doc = "Longest period of margin and energy, in days.")
                int maxDays) {}
