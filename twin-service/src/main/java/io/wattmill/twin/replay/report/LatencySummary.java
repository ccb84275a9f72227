// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import org.HdrHistogram.Histogram;

/**
 * A distribution of durations in microseconds, each figure within 0.1 %.
 *
 * @param count how many; 0 makes the others 0
 */
public record LatencySummary(
        long count, long meanUs, long p50Us, long p90Us, long p99Us, long maxUs) {

    static LatencySummary of(Histogram histogram) {
        return new LatencySummary(
                histogram.getTotalCount(),
                Math.round(histogram.getMean()),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getMaxValue());
    }
}
