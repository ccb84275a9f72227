// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.Conclusion;
import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.report.shown.ReportView.Head;
import io.wattmill.twin.report.shown.ReportView.Line;
import io.wattmill.twin.report.shown.ReportView.Meaning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Says what was asked and what came of it. */
final class Heads {
    private Heads() {}

    static Head head(PlanAnswer answer) {
        var identity = answer.identity();
        var outcome = answer.conclusion().outcome();
        return new Head(
                "Plan " + identity.plan() + " " + words(outcome),
                identity.plan(),
                outcome.name().toLowerCase(Locale.ROOT),
                mark(outcome),
                words(outcome),
                answer.conclusion().sentences(),
                Shown.date(identity.createdAtUs()),
                Shown.time(identity.createdAtUs()));
    }

    private static String words(Conclusion.Outcome outcome) {
        return switch (outcome) {
            case PASS -> "would work";
            case WARN -> "would work, with warnings";
            case FAIL -> "would not work as planned";
            case CANNOT_SAY -> "cannot be judged yet";
        };
    }

    private static String mark(Conclusion.Outcome outcome) {
        return switch (outcome) {
            case PASS -> "✓";
            case WARN -> "▲";
            case FAIL -> "✗";
            case CANNOT_SAY -> "?";
        };
    }

    static List<Meaning> legend() {
        return Arrays.stream(Provenance.values())
                .map(each -> new Meaning(Shown.word(each), meaning(each)))
                .toList();
    }

    private static String meaning(Provenance provenance) {
        return switch (provenance) {
            case MEASURED -> "read off a meter or a clock";
            case FITTED -> "from a form fitted to measurements, within their range";
            case DERIVED -> "computed from facts or from fits of something similar";
            case CLAIMED -> "somebody's word: a vendor's, a paper's";
            case ASSUMED -> "a default that the plan did not replace";
        };
    }

    static List<Line> identity(Identity identity) {
        var lines = new ArrayList<Line>();
        lines.add(new Line("plan", identity.plan() + ", sha256 " + identity.planSha256()));
        identity.workload().ifPresent(work -> lines.addAll(workload(work)));
        lines.add(new Line("code", "Wattmill " + identity.version()));
        identity.tables().forEach((name, version) -> lines.add(new Line(name, version)));
        lines.add(new Line("made", Shown.time(identity.createdAtUs())));
        return lines;
    }

    private static List<Line> workload(Identity.Workload work) {
        var hash = work.sha256().isEmpty() ? "" : ", sha256 " + work.sha256();
        var size =
                "%s requests in %s s"
                        .formatted(
                                Shown.count(work.requests()),
                                Shown.number(work.durationMs() / 1e3));
        return List.of(
                new Line("trace", work.name() + hash),
                new Line("load", size),
                new Line("seed", String.valueOf(work.seed())));
    }
}
