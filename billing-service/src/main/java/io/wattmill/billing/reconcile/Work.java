// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

/**
 * One attempt as it is on the ledger.
 *
 * @param startedUs by its gateway's clock, epoch microseconds
 * @param endedUs likewise
 * @param counts one request and its tokens, what was wasted in them
 * @param doubt how much more and less the engine may have counted for it
 */
public record Work(long startedUs, long endedUs, Counts counts, Doubt doubt) {

    /**
     * What nobody but the engine knows of an attempt.
     *
     * @param more what it may have counted beyond the ledger's figures
     * @param estimated whether these may be too high as well
     * @param unfinished whether the engine may not have counted it as a request
     */
    public record Doubt(Counts more, boolean estimated, boolean unfinished) {

        /** The engine said itself what it made. */
        public static final Doubt NONE = new Doubt(Counts.NONE, false, false);
    }

    /** What the engine's figure may differ by from the ledger's, after all is over. */
    Range doubt(Measure measure) {
        if (measure == Measure.REQUESTS) {
            return new Range(doubt.unfinished() ? -1 : 0, 0);
        }
        return new Range(doubt.estimated() ? -counts.of(measure) : 0, doubt.more().of(measure));
    }

    /**
     * What the engine may have counted of it at an instant, less what is on the ledger by then: all
     * of it is, once it ended.
     */
    Range ahead(Measure measure, long atUs, long marginUs) {
        long all = counts.of(measure);
        if (endedUs <= atUs - marginUs || startedUs > atUs + marginUs) {
            return Range.ZERO;
        }
        return endedUs <= atUs ? Range.toZero(-all) : Range.toZero(all);
    }

    /** Whether it ran at an instant. */
    boolean ranAt(long atUs) {
        return startedUs <= atUs && endedUs > atUs;
    }

    boolean overlaps(long fromUs, long toUs) {
        return startedUs <= toUs && endedUs >= fromUs;
    }
}
