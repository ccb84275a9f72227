// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.wattmill.twin.replay.report.Figures;

/**
 * Where a replay stands.
 *
 * @param elapsedUs since it began
 * @param total requests of the trace
 * @param sent so far
 * @param inFlight of those, without an end
 * @param completed with their whole answer
 * @param failed without it
 * @param clientLimited not sent, because the client had its most in flight
 * @param outputPerSecond chunks of answers in the last interval, per second; engines send a token
 *     in each
 * @param ttftP50Us median time to first token of completed requests, 0 before the first
 */
public record Progress(
        long elapsedUs,
        long total,
        long sent,
        long inFlight,
        long completed,
        long failed,
        long clientLimited,
        double outputPerSecond,
        long ttftP50Us) {

    /** One line of at most 100 columns. */
    public String line() {
        return Figures.duration(elapsedUs)
                + "  sent "
                + Figures.count(sent)
                + "/"
                + Figures.count(total)
                + "  done "
                + Figures.count(completed)
                + "  in flight "
                + Figures.count(inFlight)
                + "  errors "
                + Figures.count(failed + clientLimited)
                + "  "
                + Figures.rate(outputPerSecond)
                + " tok/s"
                + "  TTFT p50 "
                + (completed == 0 ? "-" : Figures.duration(ttftP50Us));
    }
}
