// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Path;

/** The console as a person sees it: in a browser, live. */
@ExtendWith(SharedSuite.class)
class ConsoleTest {
    private static final Path SHOTS = Path.of("target", "console");
    private final LiveSuite suite;

    ConsoleTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void showsLiveFiguresToWhoeverHasAKey() throws Exception {
        Chromium.assumeInstalled();
        try (var browser = Chromium.start()) {
            browser.size(1280, 900);
            browser.open(suite.url().resolve("/console"));
            assertTrue(browser.said("#enter").contains("API key"), "asks for a key");
            assertEquals("", browser.said("#verdicts"), "the page itself holds no figure");

            enter(browser, suite.keys().admin());
            liveFiguresFollowTheTraffic(browser);
            figuresSayWhatTheyRestOn(browser);
            tablesShowWhatIsThere(browser);
            aDevicesFaultIsToldInWords(browser);
            browser.lightAndDark(SHOTS, "1280");
            browser.dark(false);
            fitsAPhone(browser);

            assertTrue(browser.complaints().isEmpty(), browser.complaints()::toString);
            aWrongKeyIsRefusedInWords(browser);
        }
    }

    private static void enter(Chromium browser, String key) {
        browser.text(
                "(document.querySelector('#key').value = '%s',".formatted(key)
                        + " document.querySelector('#enter').requestSubmit())");
    }

    private void liveFiguresFollowTheTraffic(Chromium browser) {
        Patience.until(() -> browser.said("#link"), "live"::equals, "live");
        suite.developer().wholeStream(Api.MODEL, "first look", 80);
        var before = Patience.until(() -> tokensOut(browser), out -> out >= 80, "a tenant's row");
        Patience.until(
                () -> value(browser, "tokens_per_second"),
                text -> text.matches("[0-9.k]+") && !text.equals("0"),
                "a rate");
        suite.developer().wholeStream(Api.MODEL, "second look", 300);
        Patience.until(
                () -> tokensOut(browser), out -> out >= before + 300, "300 tokens after " + before);
        Patience.until(
                () -> value(browser, "slo_attainment"), text -> text.endsWith("%"), "attained");
    }

    /** Tokens that the page shows as the developer's project's. */
    private static long tokensOut(Chromium browser) {
        var row =
                "[...document.querySelectorAll('#projects tr')]"
                        + ".find(r => r.cells[0].textContent === 'demo')";
        var shown = browser.text(row + "?.cells[3].textContent ?? '0'");
        return Long.parseLong(shown.replace(",", ""));
    }

    private static String value(Chromium browser, String figure) {
        return browser.said("#" + figure + " .value");
    }

    private static void figuresSayWhatTheyRestOn(Chromium browser) {
        var title = browser.text("document.querySelector('#power').title");
        assertTrue(title.matches(".* old · twin · device meters.*"), title);
    }

    private static void tablesShowWhatIsThere(Chromium browser) {
        assertTrue(browser.said("#models").contains(Api.MODEL), "models");
        assertTrue(browser.said("#nodes").contains("serving"), "nodes");
        assertTrue(browser.said("#engines").contains("engine-model"), "whose joules they are");
        assertTrue(browser.said("#fleet").matches("1/1 gateways · 1 router · .*"), "the fleet");
        assertTrue(browser.said("#tiers").contains("default"), "tiers");
        assertTrue(browser.said("#bounds").contains(Api.MODEL), "what binds");
        assertFalse(browser.said("#attention").isEmpty(), "what needs somebody");
        var title = browser.text("document.querySelector('#models th:nth-child(5)').title");
        assertTrue(title.startsWith("output tokens/J · "), title);
        assertTrue(browser.said("#legend").contains("useful"), "GPU time");
    }

    /** A program's own fault: it takes nothing out of work, and the other tests notice nothing. */
    private void aDevicesFaultIsToldInWords(Chromium browser) {
        suite.doomed().raise(31);
        var row =
                "[...document.querySelectorAll('#events tr')].map(r => [...r.cells])"
                        + ".find(r => r[3]?.textContent === 'XID 31')";
        Patience.until(() -> browser.text(row + " !== undefined"), "true"::equals, "the XID");
        var cells = browser.text(row + ".slice(1).map(c => c.textContent).join(' | ')");
        assertEquals(
                "doomed | "
                        + DoomedEngine.GPU
                        + " | XID 31 | memory page fault: look at the program",
                cells);
        assertEquals(DoomedEngine.GPU, browser.text(row + "[2].title"), "is cut, and told in full");
    }

    private static void fitsAPhone(Chromium browser) throws Exception {
        browser.size(390, 844);
        Patience.until(() -> browser.text("window.innerWidth"), "390"::equals, "narrow");
        var fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        assertEquals("true", browser.text(fits));
        browser.screenshot(SHOTS.resolve("390-light.png"));
        browser.size(1280, 900);
    }

    private static void aWrongKeyIsRefusedInWords(Chromium browser) {
        browser.text("document.querySelector('#leave').click()");
        assertEquals("null", browser.text("sessionStorage.getItem('wattmill-key')"));
        enter(browser, "wm_dev_wrong");
        var said = Patience.until(() -> browser.said("#refusal"), s -> !s.isEmpty(), "a refusal");
        assertFalse(said.contains("undefined"), said);
        assertTrue(said.contains("key"), said);
    }
}
