// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Path;
import java.util.List;

/** The page of charts as a person sees it: in a browser, of a suite that was used. */
@ExtendWith(SharedSuite.class)
class BillingPageTest {
    private static final Path SHOTS = Path.of("target", "billing");
    private static final List<String> CHARTS = List.of("money", "margin", "joules", "efficiency");
    private final LiveSuite suite;

    BillingPageTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void showsSpendMarginAndJoulesToWhoeverHasAKey() throws Exception {
        Chromium.assumeInstalled();
        usedAndMeasured();
        try (var browser = Chromium.start()) {
            browser.size(1280, 1500);
            browser.open(suite.url().resolve("/billing"));
            assertTrue(browser.said("#enter").contains("API key"), "asks for a key");
            assertEquals("", browser.said("#verdicts"), "the page itself holds no figure");

            enter(browser, suite.keys().admin());
            theFiguresAreThoseOfTheBooks(browser);
            choose(browser, "day");
            everyChartHasBarsAndTellsThem(browser);
            browser.lightAndDark(SHOTS, "1280");
            fitsAPhone(browser);
            aDeveloperSeesItsOwnProject(browser);
            assertEquals(List.of(), complaints(browser));
            aWrongKeyIsRefusedInWords(browser);
        }
    }

    private void usedAndMeasured() {
        var developer = suite.developer();
        var id =
                developer
                        .wholeStream(Api.MODEL, "for the charts", 200)
                        .headers()
                        .firstValue("x-request-id")
                        .orElseThrow();
        developer.ledger(id);
        assertEquals(
                200,
                developer
                        .post(
                                "/v1/outcomes",
                                "{\"request_id\": \"%s\", \"success\": true}".formatted(id))
                        .statusCode());
        Patience.until(
                () -> developer.ledger(id).at("/energy/method").asText(),
                "measured"::equals,
                "measured");
    }

    private static void enter(Chromium browser, String key) {
        browser.text(
                "(document.querySelector('#key').value = '%s',".formatted(key)
                        + " document.querySelector('#enter').requestSubmit())");
        Patience.until(() -> browser.said("#link"), text -> text.startsWith("as of"), "figures");
    }

    private static void choose(Chromium browser, String period) {
        browser.text(
                "(document.querySelector('#period').value = '%s',".formatted(period)
                        + " document.querySelector('#period').dispatchEvent(new Event('change')))");
        Patience.until(
                () -> browser.said("#money h2"), text -> text.contains("per hour"), "by the hour");
    }

    private void theFiguresAreThoseOfTheBooks(Chromium browser) {
        var row =
                "[...document.querySelectorAll('#projects tr')].find(r => r.cells[0].textContent"
                        + " === 'demo')";
        long shown = Long.parseLong(browser.text(row + "?.cells[1].textContent ?? '0'"));
        var now =
                suite.admin()
                        .json("/billing/margin?bucket=all&group_by=project&project=demo")
                        .at("/data/0/requests")
                        .asLong();
        assertTrue(shown > 0 && shown <= now, shown + " of " + now);
        assertTrue(browser.said("#models").contains(Api.MODEL), "models");
        assertTrue(browser.said("#agents").contains("(none)"), "agents");
        assertTrue(browser.said("#verdicts").contains("USD"), "a currency");
        assertTrue(browser.said("#basis").contains("measured"), "what it rests on");
        assertFalse(browser.said("#reconciliation").isEmpty(), "reconciliation");
        assertFalse(browser.said("#board").contains("undefined"), browser.said("#board"));
        assertFalse(browser.said("#board").contains("NaN"), browser.said("#board"));
    }

    private static void everyChartHasBarsAndTellsThem(Chromium browser) {
        for (String chart : CHARTS) {
            var bars =
                    "document.querySelectorAll('#%s svg rect:not(.hit)').length".formatted(chart);
            assertTrue(Integer.parseInt(browser.text(bars)) > 0, chart);
            var hits = "document.querySelectorAll('#%s .hit').length".formatted(chart);
            assertEquals("24", browser.text(hits), chart);
        }
        browser.text(
                "document.querySelector('#joules .hit').dispatchEvent(new Event('pointerenter'))");
        assertTrue(browser.said("#joules ul").contains("prefill 0"), browser.said("#joules ul"));
    }

    private static void fitsAPhone(Chromium browser) throws Exception {
        browser.size(390, 2600);
        Patience.until(() -> browser.text("window.innerWidth"), "390"::equals, "narrow");
        var fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        Patience.until(() -> browser.text(fits), "true"::equals, "no sideways scrolling");
        browser.screenshot(SHOTS.resolve("390-dark.png"));
        browser.dark(false);
        browser.screenshot(SHOTS.resolve("390-light.png"));
        browser.size(1280, 900);
    }

    private void aDeveloperSeesItsOwnProject(Chromium browser) {
        browser.text("document.querySelector('#leave').click()");
        enter(browser, suite.keys().developer());
        assertTrue(browser.said("#projects").contains("demo"), "its project");
        assertFalse(browser.said("#projects").contains("(empty)"), "no overhead");
        assertEquals("needs an admin key", browser.said("#reconciliation"));
    }

    /** That the reconciliation is not there, or not for this key, is told in words. */
    private static List<String> complaints(Chromium browser) {
        return browser.complaints().stream()
                .filter(complaint -> !complaint.contains("/billing/reconciliation"))
                .toList();
    }

    private static void aWrongKeyIsRefusedInWords(Chromium browser) {
        browser.text("document.querySelector('#leave').click()");
        assertEquals("null", browser.text("sessionStorage.getItem('wattmill-key')"));
        browser.text(
                "(document.querySelector('#key').value = 'wm_dev_wrong',"
                        + " document.querySelector('#enter').requestSubmit())");
        var said = Patience.until(() -> browser.said("#refusal"), s -> !s.isEmpty(), "a refusal");
        assertTrue(said.contains("key") && !said.contains("undefined"), said);
    }
}
