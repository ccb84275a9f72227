// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.math.BigDecimal;

/**
 * Bounds in the unit that is counted; {@code scale} of them make one of the unit that is written.
 */
record Range(String unit, long scale, long min, long max) {
    String text() {
        return "a number from " + written(min) + " to " + written(max) + " " + unit;
    }

    String step() {
        return "give a multiple of " + written(1) + " " + unit;
    }

    private String written(long counted) {
        return BigDecimal.valueOf(counted)
                .divide(BigDecimal.valueOf(scale))
                .stripTrailingZeros()
                .toPlainString();
    }
}
