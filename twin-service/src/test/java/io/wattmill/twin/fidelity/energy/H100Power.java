// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.energy;

import io.wattmill.router.engine.PowerCurve;
import io.wattmill.router.engine.Provenance;

/** What an H100 draws, as a fit moves it. */
final class H100Power {
    private enum Name {
        LOW(0.66, 0.1),
        HIGH(0.95, 0.05),
        HALF(59, 0.5),
        GROUP_LOW(0.93, 0.05),
        GROUP_HIGH(0.92, 0.05);

        private final double before;
        private final double spread;

        Name(double before, double spread) {
            this.before = before;
            this.spread = spread;
        }
    }

    static final int COUNT = Name.values().length;
    private static final long TDP_MILLIWATTS = 700_000;
    private static final long IDLE_MILLIWATTS = 115_000;

    private final double[] moved;

    H100Power(double[] moved) {
        this.moved = moved;
    }

    private double of(Name name) {
        return name.before * Math.exp(moved[name.ordinal()] * name.spread);
    }

    PowerCurve curve() {
        return new PowerCurve(
                IDLE_MILLIWATTS,
                Math.round(TDP_MILLIWATTS * of(Name.LOW)),
                Math.round(TDP_MILLIWATTS * Math.min(1, of(Name.HIGH))),
                of(Name.HALF),
                of(Name.GROUP_LOW),
                of(Name.GROUP_HIGH),
                TDP_MILLIWATTS,
                Provenance.FITTED);
    }
}
