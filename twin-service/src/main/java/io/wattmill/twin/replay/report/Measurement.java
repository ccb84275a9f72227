// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import java.util.OptionalLong;

/**
 * A completed request. Instants are microseconds after the run began; latencies count from the
 * scheduled time, so a client that is late shows in them instead of hiding them ("coordinated
 * omission").
 *
 * @param scheduledUs when it should be sent
 * @param firstTokenUs when its first token came
 * @param lastTokenUs when its last token came
 * @param endUs when its answer was whole
 * @param usage what it took
 */
public record Measurement(
        long scheduledUs, long firstTokenUs, long lastTokenUs, long endUs, AnswerUsage usage) {

    /** Time to first token. */
    public long ttftUs() {
        return firstTokenUs - scheduledUs;
    }

    /** Mean time per output token after the first; empty below two tokens. */
    public OptionalLong tpotUs() {
        return usage.outputTokens() < 2
                ? OptionalLong.empty()
                : OptionalLong.of((lastTokenUs - firstTokenUs) / (usage.outputTokens() - 1));
    }

    /** From the scheduled time to the end. */
    public long e2eUs() {
        return endUs - scheduledUs;
    }
}
