// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Figures as a person reads them: three digits that mean something, the same in every locale. */
public final class Shown {
    private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final MathContext TWO = new MathContext(2, RoundingMode.HALF_EVEN);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final double MANY_NINES = 0.99;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Shown() {}

    /** 41,200 or 0.217. */
    public static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(THREE).stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
    }

    /** 1.184: what matters of a PUE is behind the point. */
    static String pue(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** 12,031. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** 58 or, where what is missing to a hundred matters, 99.982; without the sign. */
    public static String percent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share).multiply(HUNDRED);
        boolean nines = share >= MANY_NINES && share < 1;
        BigDecimal rounded =
                nines
                        ? HUNDRED.subtract(HUNDRED.subtract(percent).round(TWO))
                        : percent.round(THREE);
        return rounded.stripTrailingZeros().toPlainString();
    }

    /** 37,000 – 46,200; empty where the figure has no interval. */
    public static String interval(Figure figure) {
        return interval(number(figure.low()), number(figure.high()));
    }

    /** The same of a share, in percent. */
    public static String percentInterval(Figure share) {
        return interval(percent(share.low()), percent(share.high()));
    }

    private static String interval(String low, String high) {
        return low.equals(high) ? "" : low + " – " + high;
    }

    /** In lower case, as it is shown and as a style names it. */
    public static String word(Provenance provenance) {
        return provenance.name().toLowerCase(Locale.ROOT);
    }

    /** 2026-11-22, of epoch microseconds. */
    public static String date(long atUs) {
        return DATE.format(instant(atUs));
    }

    /** 2026-11-22 17:20 UTC, of epoch microseconds. */
    public static String time(long atUs) {
        return TIME.format(instant(atUs));
    }

    /** Without line breaks and other control characters. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static Instant instant(long atUs) {
        return Instant.EPOCH.plus(atUs, ChronoUnit.MICROS);
    }
}
