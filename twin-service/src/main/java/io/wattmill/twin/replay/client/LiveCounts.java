// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.wattmill.twin.replay.report.RunReport.Requests;
import io.wattmill.twin.replay.report.RunTally;

/** What progress shows and a report does not: what is happening right now. */
final class LiveCounts {

    private static final double MICROS_PER_SECOND = 1e6;

    private long sent;
    private long contentChunks;
    private long toldChunks;
    private long toldAtUs;

    void sent() {
        sent++;
    }

    void content(long chunks) {
        contentChunks += chunks;
    }

    /** Where the run stands; the next interval begins now. */
    Progress take(long nowUs, long total, int inFlight, RunTally tally) {
        double seconds = Math.max(1, nowUs - toldAtUs) / MICROS_PER_SECOND;
        double rate = (contentChunks - toldChunks) / seconds;
        toldChunks = contentChunks;
        toldAtUs = nowUs;
        Requests ended = tally.requests();
        return new Progress(
                nowUs,
                total,
                sent,
                inFlight,
                ended.completed(),
                ended.failed(),
                ended.clientLimited(),
                rate,
                tally.ttftP50Us());
    }
}
