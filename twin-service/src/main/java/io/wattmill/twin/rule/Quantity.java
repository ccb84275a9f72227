// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A figure with its unit.
 *
 * @param value in that unit
 * @param unit the unit
 */
public record Quantity(long value, Unit unit) {
    private static final long KILO = 1_000;
    private static final long MEGA = 1_000_000;
    private static final long GIGA = 1_000_000_000;

    /** As a person reads it: 41.3 kW, 72.0 GB, 131,072 tokens, 80 %, 1.25. */
    public String text() {
        return switch (unit) {
            case WATT -> decimal(KILO) + " kW";
            case BYTE -> value < MEGA ? decimal(KILO) + " kB" : decimal(GIGA) + " GB";
            case PPM -> decimal(10_000).replaceFirst("\\.0$", "") + " %";
            case ML_PER_MINUTE -> decimal(KILO) + " L/min";
            case TENTH_KELVIN -> decimal(10) + " K";
            case CM2 -> exact(4) + " m2";
            case NANO_PER_KWH -> exact(9) + " per kWh";
            case MG_PER_KWH -> decimal(KILO) + " g/kWh";
            case RATIO -> exact(6);
            case TOKEN, GPU, HEAD, REQUEST, RACK, KG, KG_PER_M2, VALUE ->
                    grouped() + " " + unit.symbol();
        };
    }

    private String decimal(long divisor) {
        return BigDecimal.valueOf(value)
                .divide(BigDecimal.valueOf(divisor), 1, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private String exact(int scale) {
        return BigDecimal.valueOf(value, scale).stripTrailingZeros().toPlainString();
    }

    private String grouped() {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
