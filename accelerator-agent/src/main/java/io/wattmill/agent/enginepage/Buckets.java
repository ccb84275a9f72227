// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.enginepage;

import io.wattmill.agent.exposition.Decimal;
import io.wattmill.agent.exposition.Sample;
import io.wattmill.agent.inference.Histogram;
import io.wattmill.agent.inference.Histogram.Bucket;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** From the bucket series of a page to one histogram; those of several engines add up. */
final class Buckets {

    /** Bounds are in seconds. */
    private static final int MICROS = 6;

    private Buckets() {}

    static Histogram of(Told told) {
        Map<Long, Long> counts = new TreeMap<>();
        for (Sample sample : told.samples()) {
            OptionalLong bound = bound(sample.label("le"));
            OptionalLong count = sample.value().scaled(0);
            if (bound.isPresent() && count.isPresent()) {
                counts.merge(bound.getAsLong(), Math.max(0, count.getAsLong()), Long::sum);
            }
        }
        return new Histogram(
                counts.entrySet().stream().map(e -> new Bucket(e.getKey(), e.getValue())).toList());
    }

    private static OptionalLong bound(String le) {
        return le.equals("+Inf")
                ? OptionalLong.of(Long.MAX_VALUE)
                : Decimal.of(le).map(bound -> bound.scaled(MICROS)).orElse(OptionalLong.empty());
    }
}
