// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.chart;

import io.wattmill.twin.answer.OperatingPoint;

import java.util.List;

/** Which operating points nothing beats. */
public final class Frontier {
    private Frontier() {}

    /** Whether no other point of the same deployment is better. */
    public static boolean isOn(OperatingPoint point, List<OperatingPoint> all) {
        return all.stream()
                .filter(other -> other.deployment().equals(point.deployment()))
                .noneMatch(point::isBeatenBy);
    }
}
