// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as text for a terminal: the worst first, aligned, no wider than the terminal. Where
 * there is room, fix and source stand on one line.
 */
public final class PlanReportText {
    /** Widest line where nobody says how wide the terminal is, in characters. */
    public static final int COLUMNS = 100;

    private static final int MARK_COLUMNS = 2;
    private static final int NOTE_INDENT = 6;
    private static final int WIDEST_NAME = 40;

    private static final int NARROWEST = 60;

    private final boolean color;
    private final int columns;

    private PlanReportText(boolean color, int columns) {
        this.color = color;
        this.columns = Math.max(NARROWEST, columns);
    }

    /**
     * The text, ending with a line break.
     *
     * @param color whether the marks are coloured; a caller asks NO_COLOR and its terminal
     */
    public static String of(PlanReport report, boolean color) {
        return of(report, color, COLUMNS);
    }

    /**
     * The text for a terminal of this width, ending with a line break.
     *
     * @param color whether the marks are coloured
     * @param columns widest line, in characters; at least 60 are taken
     */
    public static String of(PlanReport report, boolean color, int columns) {
        var text = new PlanReportText(color, columns);
        var lines =
                switch (report) {
                    case PlanReport.Unreadable(List<PlanProblem> problems) ->
                            text.unreadable(problems);
                    case PlanReport.Checked checked -> text.checked(checked);
                };
        return lines.collect(Collectors.joining("\n", "", "\n"));
    }

    private Stream<String> unreadable(List<PlanProblem> problems) {
        var head =
                "%s %d %s in the plan"
                        .formatted(Mark.FAIL.shown(color), problems.size(), plural(problems));
        var width = width(problems.stream().map(PlanProblem::path));
        return Stream.concat(Stream.of(head), problems.stream().flatMap(p -> problem(p, width)));
    }

    private static String plural(List<?> things) {
        return things.size() == 1 ? "problem" : "problems";
    }

    private Stream<String> problem(PlanProblem problem, int width) {
        var shown = problem.value().isEmpty() ? "" : "'" + problem.value() + "' ";
        return row(
                Mark.FAIL,
                new Row(problem.path(), width, shown + problem.problem()),
                List.of("fix: " + problem.fix()));
    }

    private Stream<String> checked(PlanReport.Checked checked) {
        var width = width(checked.results().stream().map(PlanReportText::name));
        var rows =
                checked.results().stream()
                        .sorted(Comparator.comparing(result -> Mark.of(result.verdict())))
                        .flatMap(result -> result(result, width));
        return Stream.concat(Stream.of(head(checked)), rows);
    }

    private String head(PlanReport.Checked checked) {
        return Stream.of(Mark.FAIL, Mark.WARN, Mark.PASS, Mark.CANNOT_SAY)
                .map(mark -> mark.shown(color) + " " + count(checked, mark) + " " + mark.word)
                .collect(Collectors.joining("   ", "", "   site " + checked.site()));
    }

    private static long count(PlanReport.Checked checked, Mark mark) {
        return checked.results().stream().filter(r -> Mark.of(r.verdict()) == mark).count();
    }

    private Stream<String> result(RuleResult result, int width) {
        var verdict = result.verdict();
        var statement = verdict.statement() + margin(verdict).map(m -> " " + m).orElse("");
        var notes =
                Mark.fix(verdict)
                        .map(fix -> notes("fix: " + fix, "source: " + result.source()))
                        .orElse(List.of());
        return row(Mark.of(verdict), new Row(name(result), width, statement), notes);
    }

    private List<String> notes(String fix, String source) {
        boolean beside = NOTE_INDENT + fix.length() + 3 + source.length() <= columns;
        return beside ? List.of(fix + "\u00a0  " + source) : List.of(fix, source);
    }

    private static String name(RuleResult result) {
        return result.rule() + "." + result.subject();
    }

    private static Optional<String> margin(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass pass -> margin(pass.measure());
            case Verdict.Warn warn -> margin(warn.measure());
            case Verdict.Fail fail -> margin(fail.measure());
            case Verdict.CannotSay _ -> Optional.empty();
        };
    }

    private static Optional<String> margin(Measure measure) {
        return measure.marginPermille().stream()
                .map(permille -> Math.floorDiv(permille, 10))
                .mapToObj(percent -> (percent < 0 ? "−" : "") + Math.abs(percent) + " %")
                .map(percent -> ("(margin " + percent + ")").replace(' ', Wrap.GLUE))
                .findFirst();
    }

    /** A name in its column, and text beside it. */
    private record Row(String name, int nameWidth, String text) {}

    private Stream<String> row(Mark mark, Row row, List<String> notes) {
        int indent = MARK_COLUMNS + row.nameWidth() + 2;
        var body = indented(row.text(), indent);
        boolean beside = row.name().length() <= row.nameWidth();
        var head = mark.shown(color) + " " + row.name();
        var gap = " ".repeat(Math.max(0, row.nameWidth() - row.name().length()) + 2);
        var first = beside ? Stream.of(head + gap + body.getFirst().strip()) : Stream.of(head);
        var rest = beside ? body.subList(1, body.size()) : body;
        var below = notes.stream().flatMap(note -> indented(note, NOTE_INDENT).stream());
        return Stream.of(first, rest.stream(), below).flatMap(lines -> lines);
    }

    private List<String> indented(String text, int indent) {
        return Wrap.lines(text, columns - indent).stream()
                .map(line -> " ".repeat(indent) + line)
                .toList();
    }

    private static int width(Stream<String> names) {
        return Math.min(WIDEST_NAME, names.mapToInt(String::length).max().orElse(0));
    }
}
