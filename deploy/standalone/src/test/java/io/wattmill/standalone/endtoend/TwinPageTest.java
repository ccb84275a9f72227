// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.Json;
import io.wattmill.twin.planfile.ReferencePlans;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Path;

/** The page of runs as a person sees it: in a browser, starting runs and comparing them. */
@ExtendWith(SharedSuite.class)
class TwinPageTest {
    private static final Path SHOTS = Path.of("target", "twin");
    private final LiveSuite suite;

    TwinPageTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void startsRunsAndComparesThem() throws Exception {
        Chromium.assumeInstalled();
        try (var browser = Chromium.start()) {
            browser.size(1280, 1200);
            browser.open(suite.url().resolve("/twin"));
            assertTrue(browser.said("#enter").contains("API key"), "asks for a key");
            assertEquals("", browser.said("#runs"), "the page itself holds no run");

            enter(browser, suite.keys().admin());
            Patience.until(() -> browser.said("#plan"), s -> s.contains("nvl72"), "plans");
            start(browser, "ref:hgx-h100-1-rack", 21);
            start(browser, "ref:gb200-nvl72-1-rack", 22);
            filtersBySeedAndKeepsItInTheAddress(browser);
            comparesTwo(browser);
            theReportIsSaved(browser);
            ownPlanAndTraceAreSent(browser);
            browser.lightAndDark(SHOTS, "1280");
            browser.dark(false);
            fitsAPhone(browser);
            // The two files that were wrong on purpose; the browser counts each refusal as an
            // error.
            var unforeseen =
                    browser.complaints().stream()
                            .filter(each -> !each.toString().contains("status of 422"))
                            .toList();
            assertTrue(unforeseen.isEmpty(), unforeseen::toString);
        }
    }

    private static void enter(Chromium browser, String key) {
        browser.text(
                "(document.querySelector('#key').value = '%s',".formatted(key)
                        + " document.querySelector('#enter').requestSubmit())");
    }

    /** Through the form, until the row shows what came of it. */
    private static void start(Chromium browser, String plan, int seed) {
        browser.text(
                ("(document.querySelector('#plan').value = '%s',"
                                + " document.querySelector('#seed').value = %d,"
                                + " document.querySelector('#requests').value = 100,"
                                + " document.querySelector('#run').click())")
                        .formatted(plan, seed));
        Patience.until(() -> browser.said(row(seed) + " .done"), "done"::equals, "done");
        assertTrue(
                browser.said(row(seed)).matches(".*(pass|warn|fail|cannot say).*"),
                () -> browser.said(row(seed)));
    }

    private static String row(int seed) {
        return "#runs tr[data-seed=\"" + seed + "\"]";
    }

    private static void filtersBySeedAndKeepsItInTheAddress(Chromium browser) {
        filter(browser, "nvl72 seed 22");
        assertEquals("1", browser.text("document.querySelectorAll('#runs tr[data-run]').length"));
        assertTrue(browser.text("location.hash").contains("filter=nvl72"));
        filter(browser, "");
        browser.text("document.querySelector('#runs th:nth-child(4) button').click()");
        assertTrue(browser.text("location.hash").contains("sort=seed"));
        assertEquals(
                "descending",
                browser.text(
                        "document.querySelector('#runs"
                                + " th:nth-child(4)').getAttribute('aria-sort')"));
        assertEquals(
                "true",
                browser.text(
                        "[...document.querySelectorAll('#runs tr[data-run]')]"
                                + ".map(r => Number(r.cells[3].textContent))"
                                + ".every((n, i, all) => i === 0 || all[i - 1] >= n)"));
    }

    private static void filter(Chromium browser, String text) {
        browser.text(
                "(document.querySelector('#filter').value = '%s',".formatted(text)
                        + " document.querySelector('#filter').dispatchEvent(new Event('input')))");
    }

    private static void comparesTwo(Chromium browser) {
        for (int seed : new int[] {21, 22}) {
            browser.text("document.querySelector('%s input').click()".formatted(row(seed)));
        }
        var cells = "#differences tr[data-metric=\"output_tokens_per_s\"]";
        var said = Patience.until(() -> browser.said(cells), s -> !s.isEmpty(), "differences");
        assertTrue(said.startsWith("output tokens/s"), said);
        assertFalse(said.contains("–"), said);
        assertTrue(browser.said("#between").contains("seed 22"), browser.said("#between"));
        assertTrue(browser.text("location.hash").contains("pick="));
    }

    /** What is wrong with a file is told where it was sent; what is right is chosen at once. */
    private static void ownPlanAndTraceAreSent(Chromium browser) {
        browser.text("document.querySelector('#own').open = true");
        give(browser, "#planfile", "hall.yaml", "site: nowhere");
        Patience.until(() -> browser.said("#told"), s -> s.contains(": "), "what is wrong");
        var plan = ReferencePlans.text("hgx-h100-1-rack").orElseThrow();
        give(browser, "#planfile", "hall.yaml", plan);
        told(browser, "on record and chosen");
        var rows = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,374,44\n";
        give(browser, "#tracefile", "a monday.csv", rows + "2023-11-16 18:15:47,37");
        browser.text("document.querySelector('#send').click()");
        told(browser, "line 3");
        give(browser, "#tracefile", "a monday.csv", rows);
        browser.text("document.querySelector('#send').click()");
        told(browser, "kept and chosen");
        assertEquals("uploaded:a-monday", browser.text("document.querySelector('#trace').value"));
        browser.text("document.querySelector('#model').value = 'chat-large'");
        var chosen = browser.text("document.querySelector('#plan').value");
        assertTrue(chosen.startsWith("id:"), chosen);
        start(browser, chosen, 23);
        assertTrue(browser.said(row(23)).contains("a-monday"), () -> browser.said(row(23)));
        browser.text("document.querySelector('#drop').click()");
        told(browser, "deleted");
        browser.text("document.querySelector('#model').value = ''");
    }

    private static void told(Chromium browser, String word) {
        Patience.until(() -> browser.said("#told"), s -> s.contains(word), word);
    }

    private static void give(Chromium browser, String input, String name, String text) {
        var quoted = Json.encode(text);
        browser.text(
                ("(() => { const d = new DataTransfer(); d.items.add(new File([%s], '%s'));"
                                + " const f = document.querySelector('%s'); f.files = d.files;"
                                + " f.dispatchEvent(new Event('change')); return ''; })()")
                        .formatted(quoted, name, input));
    }

    private static void theReportIsSaved(Chromium browser) {
        browser.text(
                "[...document.querySelectorAll('%s button')].find(b => b.textContent === 'html')"
                                .formatted(row(22))
                        + ".click()");
        Patience.until(() -> browser.said("#told"), s -> s.matches("saved .*\\.html"), "saved");
    }

    private static void fitsAPhone(Chromium browser) throws Exception {
        browser.size(390, 1500);
        Patience.until(() -> browser.text("window.innerWidth"), "390"::equals, "narrow");
        var fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        assertEquals("true", browser.text(fits));
        browser.screenshot(SHOTS.resolve("390-light.png"));
    }
}
