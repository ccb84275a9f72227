// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Figures of several runs of the same: the middle one, and how far the others are from it. Of an
 * even number it is half way between the two in the middle, so that shares of a whole sum to it.
 *
 * @param evidence of every figure
 */
record AcrossSeeds<T>(List<T> runs, Evidence evidence, String source) {

    Figure of(ToDoubleFunction<T> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        double low = sorted[0];
        double high = sorted[sorted.length - 1];
        double middle = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Figure(middle, low, high, evidence.provenance(), evidence.told(source));
    }

    /** The same runs, for figures that more goes into. */
    AcrossSeeds<T> with(Evidence more) {
        return new AcrossSeeds<>(runs, evidence.and(more), source);
    }
}
