// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.util.ArrayList;
import java.util.List;

/** The middle and the ends of a few figures; 0 of none. */
final class Medians {
    private Medians() {}

    static double of(List<Double> figures) {
        var sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    static double least(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    }

    static double most(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Of the ratios, round by round. */
    static double ofRatios(List<Double> figures, List<Double> others) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < figures.size(); i++) {
            ratios.add(figures.get(i) / others.get(i));
        }
        return of(ratios);
    }
}
