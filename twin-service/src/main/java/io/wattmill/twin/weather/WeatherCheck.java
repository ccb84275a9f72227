// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.weather;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with two series before they are taken for weather. */
public final class WeatherCheck {
    /** Beyond any weather station's record: -89.2 °C (Vostok) and 56.7 °C (Death Valley). */
    private static final double COLDEST_C = -90;

    private static final double HOTTEST_C = 57;

    private WeatherCheck() {}

    /** One line per kind of problem, with the first hour that has it and how many do. */
    public static List<String> problems(HourSeries dryBulbC, HourSeries wetBulbC) {
        Finding outside = new Finding();
        Finding above = new Finding();
        for (int hour = 0; hour < PlanningYear.HOURS; hour++) {
            double dry = dryBulbC.at(hour);
            double wet = wetBulbC.at(hour);
            outside.note(dry < COLDEST_C || dry > HOTTEST_C, hour, "dry bulb %.1f °C", dry);
            above.note(wet > dry, hour, "wet bulb %.1f °C above the dry bulb", wet);
        }
        List<String> problems = new ArrayList<>();
        outside.into(problems, "is on no record: -90 to 57 °C");
        above.into(problems, "is impossible: at most the dry bulb");
        return List.copyOf(problems);
    }

    private static final class Finding {
        private int hours;
        private String first = "";

        void note(boolean found, int hour, String text, double value) {
            if (found && hours++ == 0) {
                first = "hour " + hour + ": " + String.format(Locale.ROOT, text, value);
            }
        }

        void into(List<String> problems, String why) {
            if (hours > 0) {
                problems.add(first + " " + why + " (" + hours + " hours)");
            }
        }
    }
}
