// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/**
 * The newest report of a node, which says where its books stand: the next one must come after it,
 * whatever the agent's clock says.
 *
 * <p>The books' time is the agent's while that goes on. Where the agent's clock was set back, or an
 * agent began again with a clock that is behind, or it is too far ahead to be believed, the books
 * go on from where they are: as fast as the agent's clock goes from there on, but never ahead of
 * billing's own, at which they wait.
 *
 * @param bootId the run of the agent that it is of; empty before the first
 * @param saidAtUs its instant by the agent's clock, epoch microseconds
 * @param atUs its instant by the books, epoch microseconds
 */
public record NewestReport(String bootId, long sequence, long saidAtUs, long atUs) {

    /** The run of an agent that a report is of. */
    public enum Run {
        /** The one that the newest report is of. */
        NEWEST,
        /** One that another has followed. */
        EARLIER,
        /** One that another has followed, and of which this report was booked or a later one. */
        BOOKED,
        /** One that never reported before. */
        NEW
    }

    /** What becomes of a report. */
    public sealed interface Turn {}

    /** Booked before, or later ones are: cumulative counters lose nothing by it. */
    public record Overtaken() implements Turn {}

    /**
     * It is the next one.
     *
     * @param atUs when, by the books; always later than the newest
     * @param slackUs how much more time may have passed since the newest one than lies between the
     *     two by the books
     */
    public record Next(long atUs, long slackUs) implements Turn {}

    /**
     * What becomes of a report that arrives at {@code nowUs}. Within a run its sequence decides. A
     * new run comes behind all others, because agents bring what earlier runs left first; what
     * comes from an earlier one nevertheless is news only when it says so.
     *
     * @param leadUs how far ahead of billing's an agent's clock is believed: the books may be that
     *     far ahead of the truth
     */
    public Turn turn(NodeReport report, Run run, long nowUs, long leadUs) {
        boolean news =
                switch (run) {
                    case NEWEST -> report.key().sequence() > sequence;
                    case EARLIER -> report.observedAtUs() > atUs;
                    case BOOKED -> false;
                    case NEW -> true;
                };
        if (!news) {
            return new Overtaken();
        }
        long passedUs = run == Run.NEWEST ? report.observedAtUs() - saidAtUs : 0;
        boolean tells = report.observedAtUs() <= nowUs + leadUs && report.observedAtUs() > atUs;
        long nextUs = tells ? report.observedAtUs() : goOn(Math.max(0, passedUs), nowUs);
        return new Next(nextUs, slackUs(passedUs, nextUs, nowUs, leadUs));
    }

    private long goOn(long passedUs, long nowUs) {
        return bootId.isEmpty() ? nowUs : Math.max(atUs + 1, Math.min(atUs + passedUs, nowUs));
    }

    /**
     * Billing's own clock bounds what passed: the newest report was read when its instant says, or
     * up to {@code leadUs} before. Within that, a clock that went on within a run tells; one that
     * was set forward would tell of time that never passed.
     */
    private long slackUs(long passedUs, long nextUs, long nowUs, long leadUs) {
        long mostUs = leadUs + Math.max(0, nowUs - nextUs);
        return passedUs > 0 ? Math.clamp(passedUs - (nextUs - atUs), 0, mostUs) : mostUs;
    }
}
