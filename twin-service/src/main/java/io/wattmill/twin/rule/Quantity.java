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
    /** A tenth of a percent, in millionths. */
    private static final long TENTH = 1_000;

    private static final long KILO = 1_000;
    private static final long MEGA = 1_000_000;
    private static final long GIGA = 1_000_000_000;

    /** As a person reads it: 41.3 kW, 72.0 GB, 131,072 tokens, 80 %, 1.25. */
    public String text() {
        return switch (unit) {
            case WATT -> decimal(KILO) + " kW";
            case WATT_HOUR -> decimal(KILO) + " kWh";
            case BYTE -> value < MEGA ? decimal(KILO) + " kB" : decimal(GIGA) + " GB";
            case PPM -> percent();
            case ML_PER_MINUTE -> decimal(KILO) + " L/min";
            case TENTH_KELVIN -> decimal(10) + " K";
            case CM2 -> exact(4) + " m2";
            case NANO_PER_KWH -> exact(9) + " per kWh";
            case MG_PER_KWH -> decimal(KILO) + " g/kWh";
            case RATIO -> exact(6);
            case MICRO_MONEY -> money();
            case TENTH_CELSIUS -> decimal(10) + " C";
            case SECOND, HOUR, VOLT, RACK_UNIT, M3, M3_PER_HOUR -> grouped() + " " + unit.symbol();
            case MILLISECOND -> value < 10_000 ? grouped() + " ms" : decimal(KILO) + " s";
            case MBIT_PER_S -> decimal(KILO) + " Gbit/s";
            case MILLI_YEAR -> exact(3) + " years";
            case KG, KG_PER_M2 -> grouped() + " " + unit.symbol();
            case TOKEN, GPU, HEAD, REQUEST, RACK, VALUE, PIECE, LAYER, EXPERT, PORT, BIT, ENGINE ->
                    counted();
        };
    }

    private String decimal(long divisor) {
        return BigDecimal.valueOf(value)
                .divide(BigDecimal.valueOf(divisor), 1, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** Four digits where what is missing matters (99.9985 %), else one. */
    private String percent() {
        boolean nearlyAll = value > 990_000 && value < 1_000_000;
        return BigDecimal.valueOf(value, 4)
                        .setScale(nearlyAll || value < TENTH ? 4 : 1, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    /** Cents, and more digits below one. */
    private String money() {
        int digits = Math.abs(value) < MEGA ? 4 : 2;
        var rounded = BigDecimal.valueOf(value, 6).setScale(digits, RoundingMode.HALF_UP);
        return rounded.stripTrailingZeros().scale() <= 0
                ? String.format(Locale.ROOT, "%,d", rounded.longValue())
                : rounded.toPlainString();
    }

    private String exact(int scale) {
        return BigDecimal.valueOf(value, scale).stripTrailingZeros().toPlainString();
    }

    private String grouped() {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** One GPU, two GPUs. */
    private String counted() {
        var symbol = unit.symbol();
        return grouped() + " " + (value == 1 ? symbol.substring(0, symbol.length() - 1) : symbol);
    }
}
