// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.cli.Wattmill;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/** `usage` on a live suite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedSuite.class)
class UsageTest {
    private static final int WIDEST = 150;

    private final LiveSuite suite;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    UsageTest(LiveSuite suite) {
        this.suite = suite;
    }

    /** A request that is measured and was of use. */
    @BeforeAll
    void someUsage() {
        var id =
                suite.developer()
                        .wholeStream(Api.MODEL, "what did it cost", 40)
                        .headers()
                        .firstValue("x-request-id")
                        .orElseThrow();
        suite.developer().ledger(id);
        var outcome = "{\"request_id\": \"%s\", \"success\": true}".formatted(id);
        assertEquals(200, suite.developer().post("/v1/outcomes", outcome).statusCode());
        Patience.until(
                () -> suite.developer().ledger(id).at("/energy/method").asText(),
                "measured"::equals,
                "measured");
    }

    @Test
    void isATableWithALineOfTotals() {
        assertEquals(0, run("--by", "project,model"), err::toString);
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.getFirst().startsWith("PROJECT MODEL"), out::toString);
        String row =
                lines.stream()
                        .filter(l -> l.startsWith("demo " + Api.MODEL))
                        .findFirst()
                        .orElseThrow();
        assertTrue(row.matches(".*-?\\d+ %.*\\d+ of \\d+.*"), row);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("total")), out::toString);
        assertTrue(out.toString().contains("(empty)"), out::toString);
        assertTrue(lines.stream().allMatch(line -> line.length() <= WIDEST), out::toString);
    }

    @Test
    void theSameFiguresAreThereForASpreadsheetAndForAProgram() {
        assertEquals(
                0, run("--by", "project", "--bucket", "hour", "--format", "csv"), err::toString);
        List<List<String>> table =
                out.toString().lines().map(line -> Arrays.asList(line.split(",", -1))).toList();
        int columns = table.getFirst().size();
        assertTrue(table.stream().allMatch(row -> row.size() == columns), out::toString);
        int charged = table.getFirst().indexOf("charged");
        // The first hour of all may be one in which nobody asked for anything.
        List<String> demo =
                table.stream().filter(row -> row.contains("demo")).findFirst().orElseThrow();
        assertTrue(demo.get(charged).matches("[0-9.]+"), out::toString);
        assertEquals(0, run("--last", "24h", "--format", "json"), err::toString);
        JsonNode rows = Api.parse(out.toString());
        JsonNode ofDemo =
                StreamSupport.stream(rows.spliterator(), false)
                        .filter(row -> row.at("/subject/project").asText().equals("demo"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(rows.toPrettyString()));
        assertTrue(ofDemo.at("/outcomes/succeeded").asLong() > 0, rows::toPrettyString);
    }

    @Test
    void aDeveloperSeesItsOwnProject() {
        assertEquals(0, runWith(suite.keys().developer(), "--by", "project"), err::toString);
        assertTrue(out.toString().contains("demo"), out::toString);
        assertTrue(!out.toString().contains("(empty)"), out::toString);
    }

    @Test
    void sayWhenThereIsNothingAndWhatIsWrong() {
        assertEquals(0, run("--month", "2020-01"), err::toString);
        assertTrue(out.toString().startsWith("no usage"), out::toString);
        assertEquals(2, run("--last", "week"));
        assertTrue(err.toString().contains("24h, 7d, 4w"), err::toString);
        assertEquals(2, run("--by", "user"));
        assertTrue(err.toString().contains("project, model"), err::toString);
        assertEquals(2, run("--from", "yesterday"));
        assertTrue(err.toString().contains("2026-11-01"), err::toString);
        assertEquals(2, run("--last", "7d", "--month", "2026-11"));
        assertEquals(1, run("--from", "2010-01-01"));
        assertTrue(err.toString().contains("at most 400 days"), err::toString);
    }

    private int run(String... words) {
        return runWith(suite.keys().admin(), words);
    }

    private int runWith(String key, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("usage"));
        all.addAll(List.of(words));
        all.addAll(List.of("--url", suite.url().toString(), "--key", key));
        int code =
                Wattmill.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(all.toArray(String[]::new));
        System.out.print(out);
        return code;
    }
}
