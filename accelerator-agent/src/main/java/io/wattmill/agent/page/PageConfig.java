// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** What the pages for operators say. */
public record PageConfig(
        @Setting(
                        value = "",
                        doc =
                                "Label Hostname of the DCGM metrics; empty: NODE_NAME, else this"
                                        + " host's own name.")
                String hostname,
        @Setting(
                        value = "10s",
                        min = 2_000,
                        max = 600_000,
                        doc = "How far back tokens per second and per joule go.")
                Duration rateWindow,
        @Setting(value = "1s", min = 100, max = 60_000, doc = "Between two looks for them.")
                Duration ratePeriod) {}
