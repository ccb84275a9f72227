// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

class SettingLinesTest {
    private static final Map<String, SettingLine> LINES =
            SettingLines.of("hall", Hall.class).stream()
                    .collect(Collectors.toMap(SettingLine::path, Function.identity()));

    private enum Feed {
        NORTH_SIDE,
        SOUTH
    }

    private record Pump(@Setting(doc = "Its name.") String name) {}

    private record Valve(@Setting(value = "5", doc = "How far.") int openPercent) {}

    private record Hall(
            @Setting(value = "90s", min = 1_500, max = 7_200_000, doc = "Wait.") Duration pause,
            @Setting(value = "4096", min = 1, doc = "Room.") long maxBytes,
            @Setting(value = "south", doc = "Side.") Feed feed,
            @Setting(doc = "Word.") @Secret Optional<String> password,
            @Setting(doc = "Site.") String site,
            @Setting(value = "", doc = "Zones.") List<String> zones,
            @Setting(value = "", doc = "Pumps.") List<Pump> pumps,
            @Setting(value = "", doc = "Valves.") Map<String, Valve> valves,
            Valve main) {}

    @Test
    void aSettingSaysTypeDefaultRangeAndVariable() {
        assertEquals(
                new SettingLine(
                        "hall.pause",
                        "duration",
                        Optional.of("90s"),
                        false,
                        "1500ms to 2h",
                        Optional.of("WATTMILL_HALL_PAUSE"),
                        "Wait."),
                LINES.get("hall.pause"));
        assertEquals("whole number, bytes", type("hall.max-bytes"));
        assertEquals("one of north-side, south", type("hall.feed"));
        assertEquals("text, secret", type("hall.password"));
        assertEquals("list: text", type("hall.zones"));
        assertEquals("from 1", line("hall.max-bytes").range());
    }

    @Test
    void onlyWhatHasNoDefaultAndMustBeSaidIsRequired() {
        var required = LINES.values().stream().filter(SettingLine::required).toList();
        assertEquals(
                List.of("hall.pumps[].name", "hall.site"),
                required.stream().map(SettingLine::path).sorted().toList());
    }

    @Test
    void whatHasANameOfTheUsersInItsPathHasNoVariable() {
        assertTrue(line("hall.main.open-percent").environment().isPresent());
        for (var path :
                List.of("hall.pumps", "hall.pumps[].name", "hall.valves.NAME.open-percent")) {
            assertFalse(line(path).environment().isPresent(), path);
        }
    }

    private static String type(String path) {
        return line(path).type();
    }

    private static SettingLine line(String path) {
        var line = LINES.get(path);
        if (line == null) {
            throw new AssertionError(path + " is none of " + LINES.keySet());
        }
        return line;
    }
}
