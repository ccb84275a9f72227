// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

/**
 * What makes a request good.
 *
 * @param ttftUs longest time to the first token
 * @param tpotUs longest mean time per token after the first
 * @param e2eUs longest time to the end of the answer; {@link #ANY} where that does not matter
 */
public record Slo(long ttftUs, long tpotUs, long e2eUs) {
    /** A limit that every duration is within. */
    public static final long ANY = Long.MAX_VALUE;

    /** Of the two latencies that users of a stream see, whatever the whole answer takes. */
    public Slo(long ttftUs, long tpotUs) {
        this(ttftUs, tpotUs, ANY);
    }

    /** Both of them: of each limit the tighter. */
    public Slo and(Slo other) {
        return new Slo(
                Math.min(ttftUs, other.ttftUs),
                Math.min(tpotUs, other.tpotUs),
                Math.min(e2eUs, other.e2eUs));
    }

    /** Whether a completed request was good. */
    public boolean isMetBy(Measurement request) {
        return isTtftMetBy(request) && isTpotMetBy(request) && isE2eMetBy(request);
    }

    /** Whether its first token came in time. */
    public boolean isTtftMetBy(Measurement request) {
        return request.ttftUs() <= ttftUs;
    }

    /** Whether its tokens came fast enough; a single token always does. */
    public boolean isTpotMetBy(Measurement request) {
        return request.tpotUs().orElse(0) <= tpotUs;
    }

    /** Whether its answer was whole in time. */
    public boolean isE2eMetBy(Measurement request) {
        return request.e2eUs() <= e2eUs;
    }
}
