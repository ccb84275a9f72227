// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.figure.Figure;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What each knob does to a year, turned to either end alone, on every fifth hour (five and 24 have
 * no common divisor: the hours of the day are in it evenly).
 */
final class Spread {
    private static final int STRIDE = 5;

    private final YearSums best;
    private final YearSums sampled;
    private final Map<Knob, YearSums> low = new EnumMap<>(Knob.class);
    private final Map<Knob, YearSums> high = new EnumMap<>(Knob.class);
    private final Trust trust;

    private Spread(Facility facility, YearSums best) {
        this.best = best;
        this.trust = Trust.in(facility);
        this.sampled = YearSums.sampled(facility, Stance.BEST, STRIDE);
        for (Knob knob : Knob.values()) {
            low.put(knob, YearSums.sampled(facility, Stance.low(knob), STRIDE));
            high.put(knob, YearSums.sampled(facility, Stance.high(knob), STRIDE));
        }
    }

    static Spread of(Facility facility, YearSums best) {
        return new Spread(facility, best);
    }

    /**
     * The figure, at least 0, with the interval that knobs make and how those that move it are
     * known.
     */
    Figure figure(ToDoubleFunction<YearSums> of, String source) {
        double down = 0;
        double up = 0;
        Provenance how = Provenance.DERIVED.and(trust.of(Knob.LOAD));
        for (Knob knob : Knob.values()) {
            double one = delta(of, low, knob);
            double other = delta(of, high, knob);
            down += square(Math.min(0, Math.min(one, other)));
            up += square(Math.max(0, Math.max(one, other)));
            how = one == 0 && other == 0 ? how : how.and(trust.of(knob));
        }
        double value = of.applyAsDouble(best);
        return new Figure(
                value, Math.max(0, value - Math.sqrt(down)), value + Math.sqrt(up), how, source);
    }

    /** The knob that moves the figure most, from end to end. */
    Knob most(ToDoubleFunction<YearSums> of) {
        Knob most = Knob.LOAD;
        for (Knob knob : Knob.values()) {
            most = swing(of, knob) > swing(of, most) ? knob : most;
        }
        return most;
    }

    private double swing(ToDoubleFunction<YearSums> of, Knob knob) {
        return Math.abs(delta(of, high, knob) - delta(of, low, knob));
    }

    private double delta(ToDoubleFunction<YearSums> of, Map<Knob, YearSums> ends, Knob knob) {
        YearSums end = ends.getOrDefault(knob, sampled);
        return of.applyAsDouble(end) - of.applyAsDouble(sampled);
    }

    private static double square(double value) {
        return value * value;
    }
}
