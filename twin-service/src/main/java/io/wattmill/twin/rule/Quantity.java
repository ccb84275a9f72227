// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A figure with its unit.
 *
 * @param value in that unit
 * @param unit the unit
 */
public record Quantity(long value, Unit unit) {

    /** As a person reads it: 41.3 kW, 72.0 GB, 131,072 tokens, 80 %. */
    public String text() {
        return switch (unit) {
            case WATT -> decimal(1_000) + " kW";
            case BYTE -> decimal(1_000_000_000) + " GB";
            case PPM -> decimal(10_000).replaceFirst("\\.0$", "") + " %";
            case TOKEN, GPU, HEAD, REQUEST -> grouped() + " " + unit.symbol();
        };
    }

    private String decimal(long divisor) {
        return BigDecimal.valueOf(value)
                .divide(BigDecimal.valueOf(divisor), 1, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private String grouped() {
        return String.format(java.util.Locale.ROOT, "%,d", value);
    }
}
