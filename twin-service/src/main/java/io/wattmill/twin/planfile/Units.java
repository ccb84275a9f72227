// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Units that people write behind numbers, and what the number would be in the wanted one. */
final class Units {
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile(
                    "\\s*([+-]?\\d{1,12}(?:\\.\\d{1,9})?)\\s*([A-Za-z°%][A-Za-z0-9/°%]{0,9})\\s*");

    private record Measure(String dimension, String factor) {}

    private static final Map<String, Measure> KNOWN =
            Map.ofEntries(
                    of("W", "power", "0.001"),
                    of("kW", "power", "1"),
                    of("MW", "power", "1000"),
                    of("GW", "power", "1000000"),
                    of("Wh", "energy", "0.001"),
                    of("kWh", "energy", "1"),
                    of("MWh", "energy", "1000"),
                    of("ms", "time", "0.001"),
                    of("s", "time", "1"),
                    of("min", "time", "60"),
                    of("h", "time", "3600"),
                    of("kg", "mass", "1"),
                    of("t", "mass", "1000"),
                    of("lb", "mass", "0.45359237"),
                    of("m2", "area", "1"),
                    of("ft2", "area", "0.09290304"),
                    of("L/s", "flow", "60"),
                    of("L/min", "flow", "1"),
                    of("lpm", "flow", "1"),
                    of("m3/h", "flow", "16.6666667"),
                    of("gpm", "flow", "3.785412"),
                    of("Gb/s", "rate", "1"),
                    of("GB/s", "rate", "8"),
                    of("Tb/s", "rate", "1000"),
                    of("TB/s", "rate", "8000"),
                    of("V", "voltage", "1"),
                    of("kV", "voltage", "1000"),
                    of("A", "current", "1"),
                    of("kA", "current", "1000"),
                    of("%", "share", "0.01"),
                    of("percent", "share", "0.01"),
                    of("(0 to 1)", "share", "1"));

    private Units() {}

    private static Map.Entry<String, Measure> of(String unit, String dimension, String factor) {
        return Map.entry(unit, new Measure(dimension, factor));
    }

    /** What to write instead of this text where a number in the wanted unit stands. */
    static Optional<String> fix(String text, String wanted) {
        Matcher matched = NUMBER_AND_UNIT.matcher(text);
        if (!matched.matches() || wanted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(fix(new BigDecimal(matched.group(1)), matched.group(2), wanted));
    }

    private static String fix(BigDecimal number, String unit, String wanted) {
        var from = KNOWN.get(unit);
        var to = KNOWN.get(wanted);
        if (unit.endsWith("VA") && wanted.equals("kW")) {
            return "give real power in kW without the unit: kVA times the power factor";
        }
        if (from == null || to == null || !from.dimension().equals(to.dimension())) {
            return "give " + wanted + " without the unit; " + unit + " measures something else";
        }
        var written =
                number.multiply(new BigDecimal(from.factor()))
                        .divide(new BigDecimal(to.factor()), MathContext.DECIMAL64);
        return "write %s: the key is in %s without the unit"
                .formatted(written.stripTrailingZeros().toPlainString(), wanted);
    }
}
