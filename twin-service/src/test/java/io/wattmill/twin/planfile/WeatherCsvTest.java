// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.twin.planfile.WeatherCsv.Reading;

import org.junit.jupiter.api.Test;

import java.util.List;

class WeatherCsvTest {

    private static List<String> refused(String text) {
        return assertInstanceOf(Reading.Refused.class, WeatherCsv.read(text)).problems().stream()
                .map(PlanProblem::path)
                .toList();
    }

    @Test
    void readsTheNamedColumnsWhereverTheyStand() {
        var text = "hour,humidity_percent,dry_bulb_c\n" + "1, 60 ,-3.5\n".repeat(24);
        var hours = assertInstanceOf(Reading.Hours.class, WeatherCsv.read(text)).hours();
        assertEquals(24, hours.dryBulbC().size());
        assertEquals(-3.5, hours.dryBulbC().getFirst());
        assertEquals(60, hours.humidityPercent().getFirst());
        assertEquals(List.of(), hours.wetBulbC());
    }

    @Test
    void namesLineAndColumnOfEveryBadNumber() {
        var text = "dry_bulb_c,wet_bulb_c\n" + "20,15\n".repeat(22) + "hot,15\n20\n";
        assertEquals(List.of("line 24, column 1", "line 25, column 2"), refused(text));
    }

    @Test
    void namesTheHourWhoseWetBulbIsAboveTheDryOne() {
        var text = "dry_bulb_c,wet_bulb_c\n" + "20,20\n".repeat(6) + "20,20.5\n".repeat(18);
        var refused = assertInstanceOf(Reading.Refused.class, WeatherCsv.read(text));
        assertEquals(
                new PlanProblem(
                        "line 8, column 2",
                        "20.5",
                        "degrees Celsius",
                        "is above the dry bulb of the same hour",
                        "give 20.0 or less; are dry and wet the wrong way round?"),
                refused.problems().getFirst());
        assertEquals(18, refused.problems().size());
    }

    @Test
    void refusesWhatIsNoYearOfHours() {
        assertEquals(List.of("line 1"), refused(""));
        assertEquals(List.of("line 1"), refused("time,temp\n1,2\n"));
        assertEquals(List.of("line 4"), refused("dry_bulb_c,wet_bulb_c\n1,1\n1,1\n1,1\n"));
        var leap = "dry_bulb_c,wet_bulb_c\n" + "1,1\n".repeat(8_784);
        assertEquals(
                "drop 29 February",
                assertInstanceOf(Reading.Refused.class, WeatherCsv.read(leap))
                        .problems()
                        .getFirst()
                        .fix());
        assertEquals(20, refused("dry_bulb_c,wet_bulb_c\n" + "x,NaN\n".repeat(9_000)).size());
    }
}
