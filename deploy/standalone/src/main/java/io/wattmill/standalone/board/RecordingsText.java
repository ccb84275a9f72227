// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The days of a recording as a gateway lists them, one line each. */
public final class RecordingsText {

    private static final List<String> HEADS =
            List.of("DAY", "REQUESTS", "FROM", "TO", "DROPPED", "BYTES");

    /** Clock time, UTC. */
    private static final int TIME_FROM = 11;

    private static final int TIME_TO = 19;

    private RecordingsText() {}

    /** The lines; one that says so when there are none. */
    public static List<String> lines(JsonNode list) {
        List<String> lines = new ArrayList<>();
        if (!list.path("enabled").asBoolean()) {
            lines.add("nothing is recorded now; see gateway.recording.enabled");
        }
        List<List<String>> rows = new ArrayList<>();
        list.path("data").forEach(day -> rows.add(row(day)));
        lines.addAll(rows.isEmpty() ? List.of("no days yet") : new Grid(HEADS, rows).lines());
        return lines;
    }

    private static List<String> row(JsonNode day) {
        return List.of(
                day.path("day").asText(),
                number(day.path("requests")),
                time(day.path("from_us")),
                time(day.path("to_us")),
                number(day.path("dropped")),
                number(day.path("bytes")));
    }

    private static String number(JsonNode value) {
        return String.format(Locale.ROOT, "%,d", value.asLong());
    }

    private static String time(JsonNode us) {
        return us.asLong() == 0
                ? Words.NOTHING
                : Instant.EPOCH
                        .plus(us.asLong(), ChronoUnit.MICROS)
                        .toString()
                        .substring(TIME_FROM, TIME_TO);
    }
}
