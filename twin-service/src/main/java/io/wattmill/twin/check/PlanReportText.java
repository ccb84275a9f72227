// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as text for a terminal: the worst first, aligned, no wider than the terminal. What one
 * fix mends is shown once; what passes is counted, and listed where that is asked for. Where there
 * is room, fix and source stand on one line.
 */
public final class PlanReportText {
    private static final Set<Unit> COUNTED = Set.of(Unit.PIECE, Unit.VALUE, Unit.BIT);
    private static final int MARK_COLUMNS = 2;
    private static final int NOTE_INDENT = 6;
    private static final int WIDEST_NAME = 40;
    private static final int MOST_NAMES = 8;

    private final Look look;

    private PlanReportText(Look look) {
        this.look = look;
    }

    /** The text, ending with a line break. */
    public static String of(PlanReport report, Look look) {
        var text = new PlanReportText(look);
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
                        .formatted(
                                Mark.FAIL.shown(look.color()), problems.size(), plural(problems));
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
        var folds =
                Fold.of(
                        checked.results().stream()
                                .filter(result -> look.all() || mark(result) != Mark.PASS)
                                .sorted(Comparator.comparing(PlanReportText::mark))
                                .toList());
        var width = width(folds.stream().map(fold -> name(fold.first())));
        var rows = folds.stream().flatMap(fold -> result(fold, width));
        return Stream.of(Stream.of(head(checked)), rows, passes(checked)).flatMap(lines -> lines);
    }

    private static Mark mark(RuleResult result) {
        return Mark.of(result.verdict());
    }

    private Stream<String> passes(PlanReport.Checked checked) {
        long rules =
                checked.results().stream()
                        .filter(result -> mark(result) == Mark.PASS)
                        .map(RuleResult::rule)
                        .distinct()
                        .count();
        var line =
                "%s %d results of %d rules pass; --all lists them"
                        .formatted(Mark.PASS.shown(look.color()), count(checked, Mark.PASS), rules);
        return look.all() || rules == 0 ? Stream.empty() : Stream.of(line);
    }

    private String head(PlanReport.Checked checked) {
        return Stream.of(Mark.FAIL, Mark.WARN, Mark.PASS, Mark.CANNOT_SAY)
                .map(
                        mark ->
                                mark.shown(look.color())
                                        + " "
                                        + count(checked, mark)
                                        + " "
                                        + mark.word)
                .collect(Collectors.joining("   ", "", "   site " + checked.site()));
    }

    private static long count(PlanReport.Checked checked, Mark mark) {
        return checked.results().stream().filter(result -> mark(result) == mark).count();
    }

    private Stream<String> result(Fold fold, int width) {
        var result = fold.first();
        var verdict = result.verdict();
        var statement = verdict.statement() + margin(verdict).map(m -> " " + m).orElse("");
        var notes =
                Mark.fix(verdict)
                        .map(fix -> notes("fix: " + fix, "source: " + result.source()))
                        .orElse(List.of());
        return row(
                mark(result),
                new Row(name(result), width, statement),
                Stream.concat(likewise(fold), notes.stream()).toList());
    }

    private static Stream<String> likewise(Fold fold) {
        var names = fold.likewise();
        if (names.isEmpty()) {
            return Stream.empty();
        }
        var first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        int more = names.size() - MOST_NAMES;
        return Stream.of("likewise: " + first + (more > 0 ? " and " + more + " more" : ""));
    }

    private List<String> notes(String fix, String source) {
        boolean beside = NOTE_INDENT + fix.length() + 3 + source.length() <= look.columns();
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
        return share(measure).stream()
                .map(permille -> Math.floorDiv(permille, 10))
                .mapToObj(percent -> (percent < 0 ? "−" : "") + Math.abs(percent) + " %")
                .map(percent -> ("(margin " + percent + ")").replace(' ', Wrap.GLUE))
                .findFirst();
    }

    /** Room in shares of a limit says nothing where things are counted: a battery is there. */
    private static OptionalLong share(Measure measure) {
        return COUNTED.contains(measure.unit()) ? OptionalLong.empty() : measure.marginPermille();
    }

    /** A name in its column, and text beside it. */
    private record Row(String name, int nameWidth, String text) {}

    private Stream<String> row(Mark mark, Row row, List<String> notes) {
        int indent = MARK_COLUMNS + row.nameWidth() + 2;
        var body = indented(row.text(), indent);
        boolean beside = row.name().length() <= row.nameWidth();
        var head = mark.shown(look.color()) + " " + row.name();
        var gap = " ".repeat(Math.max(0, row.nameWidth() - row.name().length()) + 2);
        var first = beside ? Stream.of(head + gap + body.getFirst().strip()) : Stream.of(head);
        var rest = beside ? body.subList(1, body.size()) : body;
        var below = notes.stream().flatMap(note -> indented(note, NOTE_INDENT).stream());
        return Stream.of(first, rest.stream(), below).flatMap(lines -> lines);
    }

    private List<String> indented(String text, int indent) {
        return Wrap.lines(text, look.columns() - indent).stream()
                .map(line -> " ".repeat(indent) + line)
                .toList();
    }

    private static int width(Stream<String> names) {
        return Math.min(WIDEST_NAME, names.mapToInt(String::length).max().orElse(0));
    }
}
