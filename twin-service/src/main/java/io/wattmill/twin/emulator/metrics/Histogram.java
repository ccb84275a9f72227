// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

import java.math.BigDecimal;
import java.util.List;

/** Durations in buckets with fixed upper bounds. Not thread-safe. */
public final class Histogram {
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

    private final List<String> boundsText;
    private final long[] boundsNanos;
    private final long[] counts;
    private long sumNanos;
    private long count;

    /** A histogram with these upper bounds in seconds, ascending, decimal. */
    public Histogram(String... boundsSeconds) {
        boundsText = List.of(boundsSeconds);
        boundsNanos =
                boundsText.stream()
                        .mapToLong(
                                b -> new BigDecimal(b).multiply(NANOS_PER_SECOND).longValueExact())
                        .toArray();
        counts = new long[boundsNanos.length];
    }

    /** Counts one duration. */
    public void record(long nanos) {
        count++;
        sumNanos += nanos;
        for (int i = 0; i < counts.length; i++) {
            if (nanos <= boundsNanos[i]) {
                counts[i]++;
                return;
            }
        }
    }

    /** How many durations were counted. */
    public long count() {
        return count;
    }

    void writeTo(PrometheusText text, String name, String labels) {
        text.type(name, "histogram");
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            text.sample(name + "_bucket", labels + ",le=\"" + boundsText.get(i) + "\"", below);
        }
        text.sample(name + "_bucket", labels + ",le=\"+Inf\"", count);
        text.sample(name + "_count", labels, count);
        text.sample(name + "_sum", labels, BigDecimal.valueOf(sumNanos, 9).toPlainString());
    }
}
