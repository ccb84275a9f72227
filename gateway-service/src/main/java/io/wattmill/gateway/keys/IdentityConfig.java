// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.wattmill.kit.config.Setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How keys are kept and how old they may be. */
public record IdentityConfig(
        @Setting(
                        value = "500ms",
                        min = 50,
                        max = 60_000,
                        doc = "Time between two looks for changed keys.")
                Duration refresh,
        @Setting(
                        value = "5s",
                        min = 100,
                        max = 60_000,
                        doc =
                                "Longest time for such a look; then it is given up and the next one"
                                        + " comes.")
                Duration refreshTimeout,
        @Setting(
                        value = "60s",
                        min = 1_000,
                        doc = "Longest time that known keys are served without PostgreSQL.")
                Duration maxStale,
        @Setting(
                        value = "",
                        doc =
                                "File of the pepper, mode 0600; made at first start. Default: in"
                                        + " the data folder.")
                Optional<Path> pepperFile) {}
