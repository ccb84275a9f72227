// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;

import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.report.chart.Mermaid;
import io.wattmill.twin.report.shown.ReportView;

import java.util.Locale;

/**
 * An answer as a Markdown note with front matter (title, publish, source, source_date, created,
 * tags, permalink, aliases) and Mermaid charts, fit for a garden of notes: nothing in it is taken
 * for a link, a tag or a formula of the garden's.
 */
public final class AnswerNote {
    private static final int SHORT_HASH = 8;
    private static final Template NOTE =
            Mustache.compiler()
                    .emptyStringIsFalse(true)
                    .withEscaper(AnswerNote::escaped)
                    .compile(Resources.text("note.md"));

    private AnswerNote() {}

    /** What the template is filled with. */
    private record Note(ReportView view, FrontMatter front, Mermaid.Charts charts) {}

    /** Values of the front matter, each a YAML scalar in quotes but for the slug and the flag. */
    private record FrontMatter(
            String title,
            boolean publish,
            String source,
            String date,
            String permalink,
            String alias) {}

    /**
     * The note, UTF-8, ending with a line break.
     *
     * @param publish whether the garden may show it to everybody
     */
    public static String of(PlanAnswer answer, boolean publish) {
        var view = ReportView.of(answer);
        return NOTE.execute(new Note(view, front(answer, view, publish), Mermaid.of(answer)));
    }

    private static FrontMatter front(PlanAnswer answer, ReportView view, boolean publish) {
        var identity = answer.identity();
        var hash = identity.planSha256();
        var brief = hash.substring(0, Math.min(SHORT_HASH, hash.length()));
        return new FrontMatter(
                quoted(view.head().title()),
                publish,
                quoted("Wattmill " + identity.version() + ", plan sha256 " + hash),
                view.head().date(),
                slug("plan " + identity.plan() + " " + brief),
                quoted(identity.plan()));
    }

    /** Letters, digits and single hyphens. */
    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** A YAML scalar on one line; the garden's own marks are left out of it. */
    private static String quoted(String text) {
        var plain = text.replaceAll("[\\p{Cntrl}\\[\\]|#^]+", " ").strip();
        return '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Text that Markdown and the gardens' extensions of it take for text. */
    private static String escaped(String text) {
        var oneLine = text.replaceAll("\\p{Cntrl}+", " ");
        return oneLine.replaceAll("([\\\\`*_\\[\\]<>|#~$&]|==|%%)", "\\\\$1");
    }
}
