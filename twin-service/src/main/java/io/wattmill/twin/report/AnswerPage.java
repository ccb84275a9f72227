// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;

import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.report.chart.ChartData;
import io.wattmill.twin.report.shown.ReportView;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An answer as one HTML page. It holds all that it needs and may ask for nothing: its policy allows
 * the two scripts in it by their hash, and no request. Every chart has its figures in a table,
 * which stands without scripts, too.
 */
public final class AnswerPage {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";
    private static final Template PAGE =
            Mustache.compiler()
                    .escapeHTML(true)
                    .emptyStringIsFalse(true)
                    .compile(Resources.text("page.html"));

    private AnswerPage() {}

    /**
     * What the template is filled with.
     *
     * @param view the answer in words
     * @param data what the charts draw, JSON
     * @param style CSS
     * @param charts the library that draws
     * @param script what tells it to
     * @param policy of the page
     */
    private record Page(
            ReportView view,
            String data,
            String style,
            String charts,
            String script,
            String policy) {}

    /** The page, HTML 5. */
    public static String of(PlanAnswer answer) {
        var charts = Resources.text(CHARTS);
        var script = Resources.text("page.js");
        var policy =
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src "
                        + hash(charts)
                        + " "
                        + hash(script);
        var style = Resources.text("page.css");
        return PAGE.execute(
                new Page(
                        ReportView.of(answer),
                        ChartData.of(answer),
                        style,
                        charts,
                        script,
                        policy));
    }

    private static String hash(String script) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var bytes = digest.digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(bytes) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
