// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.SampleAnswer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The page as Chromium shows it; skipped where that is not installed. */
class AnswerPageInBrowserTest {
    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final long PATIENCE_SECONDS = 180;
    private static final Path SHOTS = Path.of("target", "reports");

    @TempDir private Path folder = Path.of("");

    @BeforeAll
    static void needsABrowser() {
        assumeTrue(
                Files.isExecutable(BINARY),
                BINARY + " is not installed; the page is not looked at");
    }

    @Test
    void drawsEveryChartWithoutComplaint() throws Exception {
        var seen = open(SampleAnswer.hall2());
        for (var chart : List.of("chain", "year", "points", "costs")) {
            assertTrue(marks(seen.page, chart) > 10, chart + ": " + marks(seen.page, chart));
        }
        assertTrue(seen.page.matches("(?s).*id=\"chart-heat\"[^>]*>.{0,300}<canvas.*"));
        assertEquals(List.of(), seen.complaints);
    }

    @Test
    void noNameRuns() throws Exception {
        var odd = "</script><script>document.title='odd'</script><img src=x onerror=\"odd()\">";
        var seen = open(SampleAnswer.named(odd));
        assertFalse(seen.page.contains("<title>odd</title>"));
        assertFalse(seen.page.substring(0, seen.page.indexOf("<script")).contains("<img"));
        assertTrue(marks(seen.page, "chain") > 10);
        assertEquals(List.of(), seen.complaints);
    }

    @Test
    void drawsNoChartOfNothing() throws Exception {
        var seen = open(SampleAnswer.bare());
        assertFalse(seen.page.contains("id=\"chart-"));
        assertEquals(List.of(), seen.complaints);
    }

    /** Looked at by a person: they lie in target/reports. */
    @ParameterizedTest
    @CsvSource({"1400, 1, light", "1400, 0, dark", "500, 1, light", "500, 0, dark"})
    void hasItsPictureTaken(int width, int scheme, String name) throws Exception {
        Files.createDirectories(SHOTS);
        var shot = SHOTS.resolve("page-" + width + "-" + name + ".png").toAbsolutePath();
        run(
                page(SampleAnswer.hall2()),
                "--blink-settings=preferredColorScheme=" + scheme,
                "--window-size=" + width + ",4600",
                "--screenshot=" + shot);
        assertTrue(Files.size(shot) > 100_000, shot::toString);
    }

    /** The page after its scripts, and what they and the page's policy complained of. */
    private record Seen(String page, List<String> complaints) {}

    private Seen open(PlanAnswer answer) throws Exception {
        run(page(answer), "--dump-dom", "--enable-logging=stderr");
        var complaints =
                Files.readString(folder.resolve("err"))
                        .lines()
                        .filter(line -> line.contains(":CONSOLE"))
                        .toList();
        return new Seen(Files.readString(folder.resolve("out")), complaints);
    }

    private Path page(PlanAnswer answer) throws Exception {
        return Files.writeString(folder.resolve("page.html"), AnswerPage.of(answer));
    }

    private void run(Path page, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.addAll(
                List.of(
                        BINARY.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--hide-scrollbars",
                        "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(arguments));
        command.add(page.toUri().toString());
        var process =
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertTrue(ended, "Chromium ends");
    }

    /** How many shapes and words a chart consists of. */
    private static long marks(String page, String chart) {
        var at = page.indexOf("id=\"chart-" + chart + "\"");
        var end = page.indexOf("</svg>", at);
        return at < 0 || end < 0
                ? 0
                : Pattern.compile("<(path|text|circle)")
                        .matcher(page.substring(at, end))
                        .results()
                        .count();
    }
}
