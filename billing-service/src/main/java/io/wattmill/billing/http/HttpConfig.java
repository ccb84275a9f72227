// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Billing's own port. Only the gateway speaks to it, with a signed principal. */
public record HttpConfig(
        @Setting(value = "127.0.0.1", doc = "Address to bind.") String host,
        @Setting(value = "0", min = 0, max = 65_535, doc = "TCP port; 0 takes any free one.")
                int port,
        @Setting(
                        value = "60s",
                        min = 1000,
                        doc = "A connection without traffic is closed after this.")
                Duration idleTimeout,
        @Setting(value = "30s", min = 100, doc = "Longest time for an answer.")
                Duration answerTimeout,
        @Setting(
                        value = "1s",
                        min = 0,
                        doc = "Longest wait for a request that ended just now to be settled.")
                Duration settlingWait,
        @Setting(value = "20ms", min = 1, doc = "How often the ledger is looked at meanwhile.")
                Duration settlingPoll,
        @Setting(
                        value = "10000",
                        min = 1,
                        max = 1_000_000,
                        doc = "Most rows of a page of usage or costs.")
                int maxReportRows,
        @Setting(
                        value = "100",
                        min = 1,
                        max = 100,
                        doc = "Most request ids that are looked up at a time.")
                int maxSettledIds,
        @Setting(value = "32", min = 1, max = 10_000, doc = "Most answers in work at a time.")
                int maxConcurrent,
        @Setting(
                        value = "16384",
                        min = 256,
                        max = 1_048_576,
                        doc = "Bytes of the body of a report.")
                int maxBodyBytes,
        @Setting(
                        value = "100",
                        min = 1,
                        max = 10_000,
                        doc = "Most different outcomes that may be reported of one request.")
                int maxOutcomeRevisions,
        @Setting(value = "9000", min = 1, max = 100_000, doc = "Most hours of one import.")
                int maxSeriesHours,
        @Setting(
                        value = "1048576",
                        min = 256,
                        max = 16_777_216,
                        doc = "Bytes of an imported series.")
                int maxSeriesBytes,
        @Setting(
                        value = "10s",
                        min = 1,
                        doc =
                                "Longest wait for the verdict on the books before the answer says"
                                        + " how far it is; less than the answer-timeout.")
                Duration verifyWait,
        @Setting(value = "30m", min = 1_000, doc = "Longest dump of the ledger.")
                Duration dumpTimeout,
        PagesConfig pages) {}
