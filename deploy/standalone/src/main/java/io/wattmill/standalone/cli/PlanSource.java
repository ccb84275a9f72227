// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.PlanWeather;
import io.wattmill.twin.planfile.ReferencePlans;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plan that a command names: a file, or a reference plan by its name. */
final class PlanSource {
    private PlanSource() {}

    /** What becomes of it; a file of weather that it names is read too. */
    static PlanReading read(String fileOrName) throws IOException {
        Path file = Path.of(fileOrName).toAbsolutePath();
        return PlanWeather.read(
                PlanReader.read(text(fileOrName)), path -> Optional.of(file.resolveSibling(path)));
    }

    /** The plan, or a refusal that tells its problems. */
    static FacilityPlan plan(String fileOrName) throws IOException {
        return switch (read(fileOrName)) {
            case PlanReading.Understood(FacilityPlan plan) -> plan;
            case PlanReading.Refused(List<PlanProblem> problems) ->
                    throw new Refusal(
                            ExitCode.PLAN_FAILS,
                            fileOrName
                                    + " has problems; ./wattmill plan check shows them whole:\n"
                                    + lines(problems));
        };
    }

    private static String lines(List<PlanProblem> problems) {
        return problems.stream()
                .map(problem -> problem.path() + ": " + problem.problem() + "; " + problem.fix())
                .collect(Collectors.joining("\n"));
    }

    /** Its text. */
    static String text(String fileOrName) throws IOException {
        var file = Path.of(fileOrName);
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            return Files.readString(file);
        }
        return ReferencePlans.text(fileOrName)
                .orElseThrow(() -> new Refusal(ExitCode.USAGE, unknown(fileOrName)));
    }

    /** As a report calls it: the file's name without its ending, or the reference plan's. */
    static String name(String fileOrName) {
        var last = Optional.ofNullable(Path.of(fileOrName).getFileName()).orElseThrow();
        return last.toString().replaceFirst("\\.ya?ml$", "");
    }

    /** Where its relative paths begin. */
    static Path folder(String fileOrName) {
        return Optional.ofNullable(Path.of(fileOrName).toAbsolutePath().getParent()).orElseThrow();
    }

    private static String unknown(String fileOrName) {
        return "cannot read %s, and no reference plan has that name; ./wattmill plan init writes one"
                        .formatted(fileOrName)
                + " to begin with, of these: "
                + String.join(", ", ReferencePlans.names());
    }
}
