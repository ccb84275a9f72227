// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.upkeep.Failure;
import io.wattmill.twin.plan.upkeep.Maintenance;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.plan.upkeep.Upkeep;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The keys of failures, spares and maintenance. */
final class UpkeepLayout {
    private static final String MAINTENANCE = "maintenance";
    private static final double HOURS_PER_YEAR = 8_760;
    private static final Range MTBF = Range.real("h", 1, 1_000_000_000);
    private static final Range HOURS = Range.real("h", 0, 8_760);

    private UpkeepLayout() {}

    static Upkeep upkeep(Section root) {
        return new Upkeep(
                Layouts.one(
                        root,
                        Key.may("failures", "How often parts fail, and for how long"),
                        UpkeepLayout::failures),
                Layouts.one(root, Key.may("spares", "Parts that lie ready"), UpkeepLayout::spares),
                windows(root));
    }

    private static Map<Part, Failure> failures(Section in) {
        Map<Part, Failure> all = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            var usual = Failure.usual(part);
            var key = Key.may(part.key(), "Each " + part.key() + " by itself");
            all.put(part, Layouts.one(in, key, each -> failure(each, usual)));
        }
        return all;
    }

    private static Failure failure(Section in, Failure usual) {
        return new Failure(
                in.real(Key.may("mtbf-h", "Mean time between failures"), MTBF, usual.mtbfHours()),
                in.real(
                        Key.may("mttr-h", "Mean time until it works again"),
                        HOURS,
                        usual.mttrHours()));
    }

    private static Map<Part, Integer> spares(Section in) {
        Map<Part, Integer> all = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            in.countIfGiven(Key.may(part.key(), "How many"), Range.whole("parts", 0, 1_000_000))
                    .ifPresent(count -> all.put(part, count));
        }
        return all;
    }

    private static List<Maintenance> windows(Section root) {
        List<Maintenance> windows = each(root);
        for (Part part : Part.values()) {
            double hours =
                    windows.stream()
                            .filter(each -> each.part() == part)
                            .mapToDouble(each -> each.timesPerYear() * each.hours())
                            .sum();
            if (hours >= HOURS_PER_YEAR) {
                root.problem(
                        MAINTENANCE,
                        part.key() + " " + Math.round(hours) + " h",
                        "leaves nothing of the year's 8760 h",
                        "plan fewer or shorter windows");
            }
        }
        return windows;
    }

    private static List<Maintenance> each(Section root) {
        return Layouts.each(
                root,
                Key.may(MAINTENANCE, "Planned, each unit of a part by itself"),
                in ->
                        new Maintenance(
                                in.choice(
                                        Key.must("part", "What is looked after"),
                                        new EnumWords<>(Part.class)),
                                in.required(
                                                Key.must("times-per-year", "For each unit"),
                                                Range.real("", 0, 366))
                                        / Section.MILLION,
                                in.required(Key.must("hours", "Out of service each time"), HOURS)
                                        / Section.MILLION));
    }
}
