// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.SampleAnswer;
import io.wattmill.twin.report.shown.Cell;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class AnswerPageTest {
    private static final int MOST_BYTES = 2_500_000;
    private static final String ODD =
            "</script><script>window.odd=1</script><img src=x onerror=window.odd=2>";

    @Test
    void isOneFileOfModestSizeAndTheSameEachTime() {
        var page = AnswerPage.of(SampleAnswer.hall2());
        assertTrue(page.getBytes(StandardCharsets.UTF_8).length < MOST_BYTES);
        assertEquals(page, AnswerPage.of(SampleAnswer.hall2()));
    }

    @Test
    void asksForNothing() {
        var own = own(AnswerPage.of(SampleAnswer.hall2()));
        assertFalse(own.contains("http://"), own);
        assertFalse(own.contains("https://"), own);
        assertFalse(own.matches("(?s).*(src|href)=\"(?!#|data:,).*"), own);
        assertTrue(own.contains("default-src &#39;none&#39;"), own);
    }

    @Test
    void tablesHaveEveryFigureWithoutScripts() {
        var sample = SampleAnswer.hall2();
        var own = own(AnswerPage.of(sample));
        for (var metric : Metric.values()) {
            var figure = sample.metrics().figure(metric).orElseThrow();
            var cell = metric.isShare() ? Cell.percent(figure) : Cell.of(figure, "");
            assertTrue(own.contains(cell.interval()), metric + " " + cell);
        }
        sample.rules().forEach(rule -> assertTrue(own.contains(rule.subject()), rule.subject()));
        sample.operatingPoints().forEach(p -> assertTrue(own.contains(p.label()), p.label()));
        sample.costs().forEach(cost -> assertTrue(own.contains(cost.label()), cost.label()));
        assertTrue(own.contains("<noscript>"));
    }

    @Test
    void noNameIsTakenForMarkup() {
        var page = AnswerPage.of(SampleAnswer.named(ODD));
        assertFalse(page.contains("<img src=x"));
        assertFalse(page.contains("<script>window"));
        assertEquals(3, page.split("</script>", -1).length - 1);
    }

    @Test
    void leavesOutWhatThereIsNot() {
        var own = own(AnswerPage.of(SampleAnswer.bare()));
        assertFalse(own.contains("id=\"chain\""), own);
        assertFalse(own.contains("id=\"costs\""), own);
        assertTrue(own.contains("cannot be judged yet"), own);
    }

    /** The page before its scripts. */
    private static String own(String page) {
        return page.substring(0, page.indexOf("<script"));
    }
}
