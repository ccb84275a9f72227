// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.bench;

import io.wattmill.twin.planfile.ReferencePlans;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The reference plan of eight GB200 racks, grown to as many racks and nodes as one likes. */
final class LargePlan {
    private static final int COOLANT_UNITS = 60;
    private static final Pattern RATING = Pattern.compile("((?:rated-kw|energy-kwh): )(\\d+)");

    private LargePlan() {}

    /** Two breakers per rack, and all other machines so much larger as there are more nodes. */
    static String yaml(int racks, int nodes) {
        String text = grown(ReferencePlans.text("gb200-nvl72-8-racks").orElseThrow(), nodes / 144);
        int each = nodes / racks;
        text = section(text, "breakers:\n", "racks:\n", each(racks, i -> breakers(i, each)) + "\n");
        text = section(text, "racks:\n", "# One compute tray", each(racks, i -> rack(i, each)));
        return section(text, "cdus:\n", "crahs:\n", each(COOLANT_UNITS, i -> cdu(i, nodes)));
    }

    private static String grown(String text, int factor) {
        return RATING.matcher(text)
                .replaceAll(each -> each.group(1) + factor * Long.parseLong(each.group(2)));
    }

    private static String section(String text, String from, String to, String with) {
        int begin = text.indexOf("\n" + from) + 1 + from.length();
        return text.substring(0, begin) + with + text.substring(text.indexOf("\n" + to) + 1);
    }

    private interface Item {
        String of(int number);
    }

    private static String each(int count, Item item) {
        return IntStream.range(0, count).mapToObj(item::of).collect(Collectors.joining());
    }

    private static String breakers(int rack, int nodes) {
        return breaker("a", rack, nodes) + breaker("b", rack, nodes);
    }

    /** 14 A per node are its 7.3 kW at 415 V, and a quarter more. */
    private static String breaker(String side, int rack, int nodes) {
        return """
          - {id: q%1$s%2$d, fed-by: [bus-%1$s], phases: 3, volts: 415, amps: %3$d, power-factor: 0.98}
        """
                .formatted(side, rack, 14 * nodes);
    }

    private static String rack(int number, int nodes) {
        int cdu = number % COOLANT_UNITS;
        return """
          - {id: rack-%1$d, fed-by: [qa%1$d, qb%1$d], rated-kw: %4$d, cdus: [cdu-%2$d, cdu-%3$d], mass-kg: 1360,
             footprint-m2: 0.72, units: 48, nodes: [{type: gb200-tray, count: %5$d}]}
        """
                .formatted(number, cdu, (cdu + 1) % COOLANT_UNITS, 8 * nodes, nodes);
    }

    private static String cdu(int number, int nodes) {
        int kilowatts = 10 * nodes / COOLANT_UNITS;
        return """
          - {id: cdu-%d, pump-l-per-min: %d, coolant: pg25, rise-k: 10, rated-kw: %d, supply-c: 40, approach-k: 4,
             pump-kw: %d, fed-by: [ups-a, ups-b], cooled-by: [tower-1, tower-2, tower-3, tower-4, tower-5]}
        """
                .formatted(number, 2 * kilowatts, kilowatts, kilowatts / 80);
    }
}
