// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.OptionalLong;

/**
 * One attempt as it is on the ledger.
 *
 * @param startedUs by its gateway's clock, epoch microseconds
 * @param firstTokenUs when its first token was seen, where it was streamed: the engine had counted
 *     its prompt then, and not before
 * @param endedUs likewise
 * @param counts one request and its tokens, what was wasted in them
 * @param doubt how much more and less the engine may have counted for it
 */
public record Work(
        long startedUs, OptionalLong firstTokenUs, long endedUs, Counts counts, Doubt doubt) {

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
        if (endedUs <= atUs - marginUs || startedUs > atUs + marginUs) {
            return Range.ZERO;
        }
        return endedUs <= atUs
                ? Range.toZero(-counts.of(measure))
                : running(measure, atUs, marginUs);
    }

    /** Of a request that runs, or was said to have ended shortly after. */
    private Range running(Measure measure, long atUs, long marginUs) {
        Range anything = Range.toZero(counts.of(measure) + doubt(measure).high());
        return switch (measure) {
            case PROMPT_TOKENS, CACHED_TOKENS -> prompt(measure, anything, atUs, marginUs);
            case REQUESTS, OUTPUT_TOKENS, DEVICE_UJ, HOST_UJ, SITE_METER -> anything;
        };
    }

    private Range prompt(Measure measure, Range anything, long atUs, long marginUs) {
        if (firstTokenUs.isEmpty() || !doubt.equals(Doubt.NONE)) {
            return anything;
        }
        long firstUs = firstTokenUs.getAsLong();
        if (firstUs <= atUs - marginUs) {
            return new Range(counts.of(measure), counts.of(measure));
        }
        return firstUs > atUs + marginUs ? Range.ZERO : anything;
    }

    /** Whether it ran at an instant. */
    boolean ranAt(long atUs) {
        return startedUs <= atUs && endedUs > atUs;
    }

    /** Whether it ran at an instant, whatever the clocks say. */
    boolean ranAround(long atUs, long marginUs) {
        return startedUs <= atUs - marginUs && endedUs > atUs + marginUs;
    }

    /** Whether it may have run at an instant. */
    boolean mayRunAt(long atUs, long marginUs) {
        return startedUs <= atUs + marginUs && endedUs > atUs - marginUs;
    }

    boolean overlaps(long fromUs, long toUs) {
        return startedUs <= toUs && endedUs >= fromUs;
    }
}
