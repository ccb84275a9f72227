// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Section `suite`: how one JVM carries all services. */
public record SuiteConfig(
        @Setting(value = "2", min = 1, max = 256, doc = "Event loops shared by all services.")
                int eventLoops,
        @Setting(value = "4", min = 1, max = 256, doc = "Threads for work that blocks.")
                int workers,
        @Setting(value = "60s", min = 1000, doc = "Longest wait for a start.")
                Duration startTimeout,
        @Setting(
                        value = "10s",
                        min = 0,
                        doc = "Longest wait for what is being served when stopping.")
                Duration drainTimeout,
        @Setting(value = "5s", min = 1, doc = "Longest wait for one service to close.")
                Duration stopTimeout,
        @Setting(
                        value = "60s",
                        min = 1000,
                        doc = "How long a sealed principal is accepted between services.")
                Duration sealLifetime,
        SuitePostgres postgres) {

    /** The database of the suite. */
    public record SuitePostgres(
            @Setting(
                            value = "true",
                            doc =
                                    "Run our own PostgreSQL; false: gateway.postgres and"
                                            + " billing.postgres say where one is.")
                    boolean embedded,
            @Setting(value = "40", min = 16, max = 1000, doc = "Sessions of the embedded server.")
                    int maxConnections,
            @Setting(value = "32", min = 1, doc = "Page cache of the embedded server, megabytes.")
                    int sharedBuffersMb,
            @Setting(value = "60s", min = 1000, doc = "Longest wait for initdb, start or stop.")
                    Duration commandTimeout) {}
}
