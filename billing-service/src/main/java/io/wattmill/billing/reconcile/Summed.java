// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

/**
 * What attempts come to of which only the sum matters: they touch neither end of a span nor the
 * death of an engine's process.
 *
 * @param counts what is on the ledger
 * @param clear how many of them the engine counted without a doubt
 * @param unfinished how many it may not have counted as requests
 * @param waste what it may have counted beyond the figures of those that are not estimated
 * @param estimated the figures of those that are
 * @param above what it may have counted beyond these
 */
public record Summed(
        Counts counts, long clear, long unfinished, Counts waste, Counts estimated, Counts above) {

    /** Of no attempt. */
    public static final Summed NONE =
            new Summed(Counts.NONE, 0, 0, Counts.NONE, Counts.NONE, Counts.NONE);

    Summed plus(Work work) {
        Work.Doubt doubt = work.doubt();
        boolean guess = doubt.estimated();
        return new Summed(
                counts.plus(work.counts()),
                clear + (doubt.equals(Work.Doubt.NONE) ? 1 : 0),
                unfinished + (doubt.unfinished() ? 1 : 0),
                guess ? waste : waste.plus(doubt.more()),
                guess ? estimated.plus(work.counts()) : estimated,
                guess ? above.plus(doubt.more()) : above);
    }

    /** What engines may have counted beyond what was delivered; 0 or more. */
    long waste(Measure measure) {
        return measure == Measure.REQUESTS ? 0 : waste.of(measure);
    }

    /** What estimates may be off by. */
    Range estimates(Measure measure) {
        return measure == Measure.REQUESTS
                ? new Range(-unfinished, 0)
                : new Range(-estimated.of(measure), above.of(measure));
    }
}
