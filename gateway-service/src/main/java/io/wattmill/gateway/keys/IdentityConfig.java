// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.wattmill.kit.config.Setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How keys are kept, how old they may be, and how many of everything there may be. */
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
                        value = "24h",
                        min = 0,
                        max = 2_592_000_000L,
                        doc =
                                "How long the old secret of a rotated key goes on opening it,"
                                        + " unless the call says otherwise.")
                Duration rotationOverlap,
        @Setting(
                        value = "168h",
                        min = 0,
                        max = 2_592_000_000L,
                        doc = "Longest overlap that a call may ask for.")
                Duration maxRotationOverlap,
        @Setting(value = "10s", min = 100, doc = "Longest time for a call of the admin API.")
                Duration changeTimeout,
        @Setting(value = "1000", min = 1, doc = "Live organizations.") int maxOrganizations,
        @Setting(value = "1000", min = 1, doc = "Live projects of an organization.")
                int maxProjectsPerOrganization,
        @Setting(value = "1000", min = 1, doc = "Live agents of a project.")
                int maxAgentsPerProject,
        @Setting(value = "1000", min = 1, doc = "Live keys of a project.") int maxKeysPerProject,
        @Setting(value = "100", min = 1, max = 1_000, doc = "Entries of a page of a list.")
                int maxPage,
        @Setting(
                        value = "",
                        doc =
                                "File of the pepper, mode 0600; made at first start. Default: in"
                                        + " the data folder.")
                Optional<Path> pepperFile) {

    public IdentityConfig {
        if (rotationOverlap.compareTo(maxRotationOverlap) > 0) {
            throw new IllegalArgumentException(
                    "rotation-overlap is longer than max-rotation-overlap; raise the second");
        }
    }
}
