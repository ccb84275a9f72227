// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import io.wattmill.kit.config.Setting;

/** Bounds of what waits for billing. */
public record BufferConfig(
        @Setting(
                        value = "3600",
                        min = 1,
                        max = 1_000_000,
                        doc =
                                "Meter reports that wait; at one a second, an hour of billing's"
                                        + " absence.")
                int capacity) {}
