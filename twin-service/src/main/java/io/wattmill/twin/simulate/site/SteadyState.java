// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.simulate.Fate;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.trace.Chains;

/**
 * The part of a run that stands for a site that has long been running: after the fleet has filled,
 * before nobody new comes and it drains. A session counts as one, from its first turn to its last
 * answer.
 *
 * @param fromNanos where the warm-up ends
 * @param toNanos where the last request or session begins; after {@code fromNanos}
 * @param isReached whether the load lasts so long that the warm-up is over by its half; else its
 *     second half has to do
 */
public record SteadyState(long fromNanos, long toNanos, boolean isReached) {
    /** So many mean stays fill a fleet: of exponential stays, 95 % of what it will hold. */
    public static final int WARM_UP_STAYS = 3;

    /** Of a run; all of it where everything comes at once. */
    static SteadyState of(SimulationRun run) {
        long last = lastStart(run);
        if (last == 0) {
            return new SteadyState(0, Math.max(1, run.endNanos()), false);
        }
        double warmUp = WARM_UP_STAYS * meanStayNanos(run);
        boolean reached = warmUp <= last / 2.0;
        return new SteadyState(reached ? (long) warmUp : last / 2, last, reached);
    }

    private static long lastStart(SimulationRun run) {
        long last = 0;
        for (int i = 0; i < run.requests().size(); i++) {
            boolean begins = run.trace().chains().after(i) == Chains.FIRST;
            if (begins && run.fate(i) != Fate.NOT_ARRIVED) {
                last = Math.max(last, run.requests().arrivalNanos(i));
            }
        }
        return last;
    }

    /** Of those that were answered; 0 without any. */
    private static double meanStayNanos(SimulationRun run) {
        int count = run.requests().size();
        int[] session = new int[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            int before = run.trace().chains().after(i);
            session[i] = before == Chains.FIRST ? i : session[before];
            ends[session[i]] = Math.max(ends[session[i]], run.requests().endNanos(i));
        }
        double sum = 0;
        int answered = 0;
        for (int i = 0; i < count; i++) {
            boolean counts = session[i] == i && ends[i] > 0;
            sum += counts ? ends[i] - run.requests().arrivalNanos(i) : 0;
            answered += counts ? 1 : 0;
        }
        return answered == 0 ? 0 : sum / answered;
    }

    /** How long it is. */
    public double seconds() {
        return (toNanos - fromNanos) / 1e9;
    }

    /** Whether this instant lies in it. */
    boolean holds(long nanos) {
        return nanos >= fromNanos && nanos <= toNanos;
    }

    /** How much of a time lies in it, 0 to 1; of no time, whether it does. */
    double shareOf(long sinceNanos, long untilNanos) {
        if (untilNanos <= sinceNanos) {
            return holds(untilNanos) ? 1 : 0;
        }
        long within = Math.min(toNanos, untilNanos) - Math.max(fromNanos, sinceNanos);
        return Math.max(0, within) / (double) (untilNanos - sinceNanos);
    }
}
