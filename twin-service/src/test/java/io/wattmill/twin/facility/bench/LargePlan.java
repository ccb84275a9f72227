// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.bench;

import io.wattmill.twin.planfile.ReferencePlans;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The reference plan of eight GB200 racks with as many racks and nodes as one likes, as YAML. */
final class LargePlan {
    private static final int COOLANT_UNITS = 60;

    private LargePlan() {}

    /** Two breakers per rack; ratings stay those of eight racks, so that rules have much to say. */
    static String yaml(int racks, int nodes) {
        String text = ReferencePlans.text("gb200-nvl72-8-racks").orElseThrow();
        text = section(text, "breakers:\n", "racks:\n", each(racks, LargePlan::breakers) + "\n");
        text =
                section(
                        text,
                        "racks:\n",
                        "# One compute tray",
                        each(racks, i -> rack(i, nodes / racks)));
        return section(text, "cdus:\n", "crahs:\n", each(COOLANT_UNITS, LargePlan::cdu));
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

    private static String breakers(int rack) {
        return breaker("a", rack) + breaker("b", rack);
    }

    private static String breaker(String side, int rack) {
        return """
          - {id: q%1$s%2$d, fed-by: [bus-%1$s], phases: 3, volts: 415, amps: 250, power-factor: 0.98}
        """
                .formatted(side, rack);
    }

    private static String rack(int number, int nodes) {
        int cdu = number % COOLANT_UNITS;
        return """
          - {id: rack-%1$d, fed-by: [qa%1$d, qb%1$d], rated-kw: 136, cdus: [cdu-%2$d, cdu-%3$d], mass-kg: 1360,
             footprint-m2: 0.72, units: 48, nodes: [{type: gb200-tray, count: %4$d}]}
        """
                .formatted(number, cdu, (cdu + 1) % COOLANT_UNITS, nodes);
    }

    private static String cdu(int number) {
        return """
          - {id: cdu-%d, pump-l-per-min: 1000, coolant: pg25, rise-k: 10, rated-kw: 650, supply-c: 40, approach-k: 4,
             pump-kw: 8, fed-by: [ups-a, ups-b], cooled-by: [tower-1, tower-2, tower-3, tower-4, tower-5]}
        """
                .formatted(number);
    }
}
