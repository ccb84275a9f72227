// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/**
 * A source as billing keeps it.
 *
 * @param windowTotalUj the total at which its last window ended
 * @param windowAtUs when that was
 * @param windowQualityPpm worst quality of a reading since
 */
public record Source(
        SourceKey key,
        Counter counter,
        long windowTotalUj,
        long windowAtUs,
        long windowQualityPpm) {

    /** A source that was never seen before. */
    public static Source first(Reading reading, long atUs) {
        return new Source(
                reading.source(),
                Counter.first(reading.rawUj(), atUs),
                0,
                atUs,
                reading.qualityPpm());
    }

    /** After a reading that was counted. */
    Source counted(Counter next, long qualityPpm) {
        return new Source(
                key, next, windowTotalUj, windowAtUs, Math.min(windowQualityPpm, qualityPpm));
    }

    /** After a reading that was not. */
    Source doubted(Counter next) {
        return new Source(key, next, windowTotalUj, windowAtUs, windowQualityPpm);
    }

    /** After its window closed at its newest reading; the next window starts there. */
    Source closed(long qualityPpm) {
        return new Source(key, counter, counter.totalUj(), counter.observedAtUs(), qualityPpm);
    }

    /** What it used since its last window. */
    long openUj() {
        return counter.totalUj() - windowTotalUj;
    }
}
