// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.agent.page.PlainText;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Figures of the gateway's JSON as short words; what is not there is a dash, never a zero. */
public final class Words {

    static final String NOTHING = "–";
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Words() {}

    /** Text without anything that could command a terminal. */
    static String text(JsonNode node) {
        return PlainText.of(node.asText(""));
    }

    /** At most {@code width} characters. */
    public static String cut(String text, int width) {
        return text.length() <= width
                ? text
                : width < 1 ? "" : text.substring(0, width - 1).stripTrailing() + "…";
    }

    /** Three digits that count, thousands as k and M. */
    static String number(JsonNode node) {
        if (!node.isNumber()) {
            return NOTHING;
        }
        BigDecimal value = node.decimalValue();
        String unit = "";
        for (String next : List.of("k", "M", "G")) {
            if (value.abs().compareTo(BigDecimal.valueOf(10_000)) >= 0
                    || !unit.isEmpty() && value.abs().compareTo(THOUSAND) >= 0) {
                value = value.divide(THOUSAND);
                unit = next;
            }
        }
        return short3(value) + unit;
    }

    private static String short3(BigDecimal value) {
        if (value.abs().compareTo(BigDecimal.valueOf(100)) >= 0) {
            return value.setScale(0, RoundingMode.HALF_EVEN).toPlainString();
        }
        BigDecimal rounded = value.round(new MathContext(3)).stripTrailingZeros();
        return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
    }

    static String with(JsonNode node, String unit) {
        return node.isNumber() ? number(node) + " " + unit : NOTHING;
    }

    /** A ratio of 0 to 1. */
    static String percent(JsonNode node) {
        if (!node.isNumber()) {
            return NOTHING;
        }
        BigDecimal percent = node.decimalValue().scaleByPowerOfTen(2);
        int digits = percent.compareTo(BigDecimal.valueOf(99)) > 0 ? 2 : 0;
        BigDecimal rounded = percent.setScale(digits, RoundingMode.HALF_EVEN);
        return rounded.stripTrailingZeros().scale() <= 0
                ? rounded.setScale(0, RoundingMode.HALF_EVEN) + " %"
                : rounded + " %";
    }

    /** An exact amount, as the ledger has it. */
    static String exact(JsonNode node) {
        return node.isNumber() ? node.decimalValue().toPlainString() : NOTHING;
    }

    static String count(JsonNode node) {
        return node.isNumber() ? String.format(Locale.ROOT, "%,d", node.longValue()) : NOTHING;
    }

    /** Time of day, UTC. */
    static String clock(long us) {
        return instant(us).substring(11);
    }

    /** Seconds in the unit that suits them. */
    static String duration(JsonNode seconds) {
        long s = seconds.longValue();
        return s < 120 ? s + " s" : s < 7_200 ? s / 60 + " min" : s / 3_600 + " h";
    }

    static String instant(long us) {
        return SECOND.format(Instant.EPOCH.plus(us, ChronoUnit.MICROS));
    }

    static String instant(String iso) {
        return iso.isEmpty() ? NOTHING : SECOND.format(Instant.parse(iso));
    }

    /** The course of a figure, lowest to highest. */
    static String spark(List<BigDecimal> values) {
        BigDecimal most = values.stream().max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
        StringBuilder bars = new StringBuilder();
        for (BigDecimal value : values) {
            int level =
                    most.signum() == 0
                            ? 0
                            : value.multiply(BigDecimal.valueOf(BARS.length() - 1L))
                                    .divide(most, 0, RoundingMode.HALF_UP)
                                    .intValue();
            bars.append(BARS.charAt(Math.clamp(level, 0, BARS.length() - 1)));
        }
        return bars.toString();
    }

    /** How full something is. */
    static String bar(JsonNode share, int width) {
        if (!share.isNumber()) {
            return "";
        }
        int full =
                share.decimalValue()
                        .multiply(BigDecimal.valueOf(width))
                        .setScale(0, RoundingMode.HALF_UP)
                        .min(BigDecimal.valueOf(width))
                        .intValue();
        return "█".repeat(Math.max(0, full)) + "░".repeat(width - Math.max(0, full));
    }
}
