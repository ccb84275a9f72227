// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.figure.Figure;

import java.util.List;

/** Heat that a chiller moves per watt that it takes, by what it has to lift it. */
public sealed interface CopCurve {
    /** Below this lift a compressor's own losses decide. */
    double LEAST_LIFT_K = 5;

    /** A chiller nobody has described: 55 % of Carnot, at most 12. */
    CopCurve USUAL =
            new CarnotShare(
                    new Figure(0.55, 0.45, 0.65, Provenance.ASSUMED, "chillers: 45-65 % of Carnot"),
                    12);

    /**
     * Watts of heat per watt.
     *
     * @param evaporatorC temperature at which it takes the heat
     * @param condenserC temperature at which it gives it away
     */
    double cop(double evaporatorC, double condenserC, Stance stance);

    /** How it is known. */
    Provenance provenance();

    /**
     * A share of what the second law allows: {@code T_evap / (T_cond - T_evap)}.
     *
     * @param share 0 to 1
     * @param most what no compressor exceeds
     */
    record CarnotShare(Figure share, double most) implements CopCurve {
        private static final double ZERO_C = 273.15;

        @Override
        public double cop(double evaporatorC, double condenserC, Stance stance) {
            double lift = Math.max(condenserC - evaporatorC, LEAST_LIFT_K);
            double carnot = (evaporatorC + ZERO_C) / lift;
            return Math.min(most, stance.of(Knob.CHILLERS, share) * carnot);
        }

        @Override
        public Provenance provenance() {
            return share.provenance();
        }
    }

    /**
     * A maker's table, straight lines between its points and level beyond them.
     *
     * @param points by rising lift, at least one
     */
    record ByLift(List<Point> points) implements CopCurve {

        /** Copies its list, which rises. */
        public ByLift {
            points = List.copyOf(points);
            for (int i = 1; i < points.size(); i++) {
                if (!(points.get(i - 1).liftK() < points.get(i).liftK())) {
                    throw new IllegalArgumentException("lifts rise from point to point");
                }
            }
        }

        @Override
        public double cop(double evaporatorC, double condenserC, Stance stance) {
            double lift = condenserC - evaporatorC;
            int above = 0;
            while (above < points.size() && points.get(above).liftK() < lift) {
                above++;
            }
            double right = at(Math.min(above, points.size() - 1), stance);
            double left = at(Math.max(above - 1, 0), stance);
            return left + (right - left) * way(lift, above);
        }

        @Override
        public Provenance provenance() {
            return points.stream()
                    .map(each -> each.cop().provenance())
                    .reduce(Provenance.MEASURED, Provenance::and);
        }

        private double at(int point, Stance stance) {
            return stance.of(Knob.CHILLERS, points.get(point).cop());
        }

        private double way(double lift, int above) {
            if (above == 0 || above == points.size()) {
                return 0;
            }
            double from = points.get(above - 1).liftK();
            return (lift - from) / (points.get(above).liftK() - from);
        }
    }

    /**
     * One row of a table.
     *
     * @param liftK condenser less evaporator
     * @param cop heat per work
     */
    record Point(double liftK, Figure cop) {}
}
