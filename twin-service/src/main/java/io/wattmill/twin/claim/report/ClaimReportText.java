// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.report;

import io.wattmill.twin.claim.ClaimReport;
import io.wattmill.twin.claim.ClaimReport.Expectation;
import io.wattmill.twin.claim.CrossCheck;
import io.wattmill.twin.claim.Hinge;
import io.wattmill.twin.claim.Ratio;
import io.wattmill.twin.claim.Ratios;
import io.wattmill.twin.claim.Rebuilt;
import io.wattmill.twin.claim.Throughput.Expected;
import io.wattmill.twin.claim.WhatIf;
import io.wattmill.twin.claim.read.ClaimProblem;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tested claim as text for a terminal, at most 100 columns wide. */
public final class ClaimReportText {
    private static final double SAME_COST = 1.05;

    private final Lines lines = new Lines();
    private final ClaimReport report;

    private ClaimReportText(ClaimReport report) {
        this.report = report;
    }

    /** The text, ending with a line break. */
    public static String of(ClaimReport report) {
        var text = new ClaimReportText(report);
        text.claim();
        text.rebuilt();
        text.hinges();
        report.claim().crossChecks().forEach(text::crossCheck);
        report.expectations().forEach(text::expectation);
        text.lines.row("verdict", ClaimVerdict.of(report));
        return text.lines.toString();
    }

    /** Why there is no report, all at once, ending with a line break. */
    public static String of(List<ClaimProblem> problems) {
        var lines = new Lines();
        lines.row("✗", problems.size() + " wrong with the claim");
        for (var each : problems) {
            String shown = each.value().isEmpty() ? "" : "'" + each.value() + "' ";
            lines.more(each.path() + "  " + shown + each.problem());
            lines.below("fix: " + each.fix());
        }
        return lines.toString();
    }

    private void claim() {
        lines.row("claim", "\"" + report.claim().text() + "\"");
        lines.more(new PairText(report.claim().pair()).names());
        lines.more("source: " + report.claim().source());
    }

    private void rebuilt() {
        var pair = new PairText(report.claim().pair());
        report.claim()
                .before()
                .flatMap(was -> report.before().map(b -> new PairText(was).headline(b.ratios())))
                .ifPresent(was -> lines.row("was", was));
        lines.row("rebuilt", pair.headline(report.rebuilt().ratios()));
        report.rebuilt()
                .ratios()
                .of(Ratio.TOKENS_PER_GPU)
                .ifPresent(
                        times ->
                                lines.more(
                                        "= one throughput ratio (%s) × stated constants: %s"
                                                .formatted(
                                                        Numbers.times(times), pair.constants())));
        PairText.yields(report.rebuilt()).forEach(lines::more);
        report.checks().stream()
                .filter(check -> !check.holds())
                .forEach(check -> lines.more("▲ " + missed(check)));
    }

    private static String missed(ClaimReport.Check check) {
        String follows =
                check.rebuilt()
                        .map(times -> Numbers.times(times) + " follows")
                        .orElse("the constants to rebuild it are not told");
        return "stated %s %s, but %s"
                .formatted(Numbers.times(check.stated()), check.ratio().shown(), follows);
    }

    private void hinges() {
        String word = "hinges on";
        for (Hinge hinge : report.hinges()) {
            lines.row(word, hinge.assumption() + ": " + hinge.name());
            lines.below(ratios(hinge.rebuilt().ratios()) + cost(hinge.rebuilt()));
            lines.below("source: " + hinge.source());
            hinge.mismatches().forEach(each -> lines.below("▲ " + mismatch(each)));
            word = "";
        }
        for (WhatIf.Unquantified open : report.open()) {
            lines.row(word, open.assumption() + ": " + open.name());
            lines.below("? nobody gives a figure; source: " + open.source());
            word = "";
        }
    }

    private static String ratios(Ratios ratios) {
        return ratios.told().stream()
                .map(each -> Numbers.times(each.times()) + " " + each.ratio().shown())
                .collect(Collectors.joining(", "));
    }

    /** Where the ratios may stay and yet each side's tokens cost something else. */
    private String cost(Rebuilt other) {
        var was = report.rebuilt().a().dollarsPerMillionTokens();
        return other.a()
                .dollarsPerMillionTokens()
                .flatMap(now -> was.map(base -> now.value() / base.value()))
                .filter(times -> Math.max(times, 1 / times) > SAME_COST)
                .flatMap(_ -> PairText.cost(other))
                .map(each -> "; " + each)
                .orElse("");
    }

    private static String mismatch(Hinge.Mismatch mismatch) {
        return "inconsistent: its source says %s %s, these constants give %s"
                .formatted(
                        Numbers.times(mismatch.said()),
                        mismatch.ratio().shown(),
                        Numbers.times(mismatch.follows()));
    }

    private void crossCheck(CrossCheck check) {
        String perMegawatt =
                check.perMegawatt()
                        .map(times -> ", " + Numbers.times(times) + " per measured MW")
                        .orElse("");
        lines.row(
                "measured",
                "%s per GPU%s: %s"
                        .formatted(Numbers.times(check.perGpu()), perMegawatt, check.name()));
        lines.below("source: " + check.source());
    }

    private void expectation(Expectation expectation) {
        String at = Numbers.plain(expectation.interactivity()) + " tokens/s per user: ";
        lines.row(
                "twin",
                expectation.ratios().told().isEmpty()
                        ? "cannot say at " + at + why(expectation)
                        : "expects at " + at + expected(expectation.ratios()));
    }

    private static String expected(Ratios ratios) {
        return ratios.told().stream()
                .map(
                        each ->
                                Numbers.times(each.times())
                                        + " "
                                        + each.ratio().shown()
                                        + " "
                                        + Numbers.trust(each.times()))
                .collect(Collectors.joining(", "));
    }

    private static String why(Expectation expectation) {
        return Stream.of(expectation.a(), expectation.b())
                .flatMap(
                        each ->
                                switch (each) {
                                    case Expected.Of _ -> Stream.empty();
                                    case Expected.CannotSay(String why) -> Stream.of(why);
                                })
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
