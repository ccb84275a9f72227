// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

import java.util.EnumSet;
import java.util.Set;

/**
 * A device's meter after a sample.
 *
 * @param energyUj cumulative microjoules; falls only when the device's counter was reset, and is
 *     then what has been used since
 * @param source where the last step came from
 * @param qualityPpm 1,000,000 when counter and integral agree, at least 1 when judged; 0 when there
 *     was nothing to judge by yet
 * @param notices what was out of the ordinary in this step
 */
public record EnergyReading(
        long energyUj, EnergySource source, int qualityPpm, Set<Notice> notices) {

    /** Copies the notices. */
    public EnergyReading {
        notices = Set.copyOf(notices);
    }

    /** With what was out of the ordinary in the steps before this one. */
    public EnergyReading after(Set<Notice> earlier) {
        if (notices.containsAll(earlier)) {
            return this;
        }
        Set<Notice> all = EnumSet.copyOf(earlier);
        all.addAll(notices);
        return new EnergyReading(energyUj, source, qualityPpm, all);
    }

    /** Out of the ordinary, and worth counting. */
    public enum Notice {
        /** The counter fell: the driver was loaded again. */
        COUNTER_RESET,
        /** Samples were missing for longer than the bound, so that power was not integrated. */
        GAP,
        /** The counter is gone; power is integrated in its place. */
        COUNTER_LOST
    }
}
