// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.enginepage;

import io.wattmill.agent.exposition.Sample;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The samples that tell a figure.
 *
 * @param way by which of its names
 * @param samples one or more
 */
record Told(Selector way, List<Sample> samples) {

    /** The largest number that is believed, so that no sum of a page overflows. */
    static final long LARGEST = Long.MAX_VALUE >> 16;

    /** What each sample says, in a unit {@code 10^scale} times finer than the page's. */
    LongStream numbers(int scale) {
        return samples.stream().mapToLong(sample -> number(sample, scale));
    }

    private long number(Sample sample, int scale) {
        long number = way.number(sample).map(value -> value.scaled(scale).orElse(0)).orElse(0L);
        return Math.clamp(number, 0, LARGEST);
    }
}
