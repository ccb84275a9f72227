// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Path;

/** The description of the API as a person sees it, and as the services behind the gateway do. */
@ExtendWith(SharedSuite.class)
class DocsPageTest {
    private static final Path SHOTS = Path.of("target", "docs");
    private final LiveSuite suite;

    DocsPageTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void showsEveryOperationAndFindsIt() throws Exception {
        Chromium.assumeInstalled();
        try (var browser = Chromium.start()) {
            browser.size(1280, 900);
            browser.open(suite.url().resolve("/docs"));
            var all = String.valueOf(operations());
            Patience.until(() -> count(browser, "details"), all::equals, "all operations");

            findsByWords(browser);
            anOperationCanBeTried(browser);
            browser.lightAndDark(SHOTS, "1280");
            browser.dark(false);
            fitsAPhone(browser);
            assertTrue(browser.complaints().isEmpty(), browser.complaints()::toString);
        }
    }

    private static String count(Chromium browser, String selector) {
        return browser.text("document.querySelectorAll('" + selector + "').length");
    }

    private int operations() {
        int all = 0;
        for (JsonNode path : suite.developer().json("/docs/openapi.json").path("paths")) {
            all += path.size();
        }
        return all;
    }

    private static void findsByWords(Chromium browser) {
        search(browser, "drain node");
        assertEquals("1", count(browser, "details:not([hidden])"));
        search(browser, "no such words");
        assertEquals("false", browser.text("document.querySelector('#none').hidden"));
        search(browser, "");
    }

    private static void search(Chromium browser, String words) {
        browser.text(
                "(document.querySelector('#search').value = '%s',".formatted(words)
                        + " document.querySelector('#search').dispatchEvent(new Event('input')))");
    }

    private static void anOperationCanBeTried(Chromium browser) {
        browser.text("location.hash = '#createChatCompletion'");
        var example = "#createChatCompletion pre";
        var said = Patience.until(() -> browser.said(example), s -> !s.isEmpty(), "an example");
        assertTrue(said.startsWith("curl -X POST http://"), said);
        assertTrue(said.contains("authorization: Bearer $KEY"), said);
        assertTrue(said.contains("\"model\":\"llama-3.1-8b\""), said);
        var inside = browser.said("#createChatCompletion .inside");
        assertTrue(inside.contains("max_completion_tokens"), inside);
        assertTrue(inside.contains("429"), inside);
    }

    private static void fitsAPhone(Chromium browser) throws Exception {
        browser.size(390, 844);
        Patience.until(() -> browser.text("window.innerWidth"), "390"::equals, "narrow");
        var fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        assertEquals("true", browser.text(fits));
        browser.screenshot(SHOTS.resolve("390-light.png"));
    }

    /** The gateway passes on whatever is below these; only the services know what they have. */
    @Test
    void theServicesBehindTheGatewayHaveWhatIsDescribed() {
        var paths = suite.developer().json("/docs/openapi.json").path("paths");
        for (var path : paths.properties()) {
            if (path.getKey().matches("/(v1/(requests|organization)|billing|twin)/.*")
                    && path.getValue().has("get")) {
                var asked = path.getKey().replace("{kind}", "completions");
                var reply = suite.admin().get(asked.replaceAll("\\{[^}]*}", "1"));
                boolean unknown =
                        reply.statusCode() == 405
                                || reply.body().contains("unknown_route")
                                || reply.body().contains("nothing at this path");
                assertFalse(
                        unknown,
                        path.getKey() + " gave " + reply.statusCode() + " " + reply.body());
            }
        }
    }
}
