// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.responses;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How long responses are kept, how many, and how long anybody waits for that. */
public record ResponsesConfig(
        @Setting(
                        value = "720h",
                        min = 1_000,
                        doc =
                                "How long a response is kept; one that another builds on lives as"
                                        + " long as that.")
                Duration keep,
        @Setting(
                        value = "8388608",
                        min = 1_024,
                        doc = "Bytes of one response and its input; what is longer is not kept.")
                int maxBytes,
        @Setting(
                        value = "100000",
                        min = 1,
                        doc = "Responses kept of a project; beyond it the oldest go.")
                int maxPerProject,
        @Setting(
                        value = "1073741824",
                        min = 1_024,
                        doc = "Bytes kept of a project; beyond it the oldest go.")
                long maxBytesPerProject,
        @Setting(value = "1000", min = 1, doc = "Responses that one may build on, one on another.")
                int maxChain,
        @Setting(value = "8388608", min = 1_024, doc = "Bytes of the responses that one builds on.")
                int maxChainBytes,
        @Setting(value = "512", min = 1, doc = "Responses being written at once.") int maxWriting,
        @Setting(
                        value = "134217728",
                        min = 1_024,
                        doc = "Bytes of the responses being written at once.")
                long maxWritingBytes,
        @Setting(
                        value = "500ms",
                        min = 1,
                        doc =
                                "Longest wait of an answer's last bytes until it is kept; then it"
                                        + " is answered as one that is not.")
                Duration writeTimeout,
        @Setting(value = "3s", min = 1, doc = "Longest wait for what is read or deleted.")
                Duration readTimeout,
        @Setting(value = "60s", min = 10, doc = "Time between two looks for what has to go.")
                Duration sweepInterval,
        @Setting(value = "1000", min = 1, doc = "Responses that go in one transaction.")
                int sweepBatch) {}
