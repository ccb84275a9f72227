// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.wattmill.kit.config.Setting;

/** What is told to those who watch the site. */
public record TelemetryConfig(
        @Setting(
                        value = "64",
                        min = 1,
                        max = 10_000,
                        doc = "Models with series of their own in the metrics; the rest are one.")
                int maxModels,
        TracesConfig traces) {}
