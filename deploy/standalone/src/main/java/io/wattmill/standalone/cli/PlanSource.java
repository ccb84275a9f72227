// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.site.Weather;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;
import io.wattmill.twin.planfile.WeatherCsv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The plan that a command names: a file, or a reference plan by its name. */
final class PlanSource {
    private static final String WEATHER = "site.weather.csv";

    private PlanSource() {}

    /** What becomes of it; a file of weather that it names is read too. */
    static PlanReading read(String fileOrName) throws IOException {
        var file = Path.of(fileOrName);
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            return withWeather(PlanReader.read(Files.readString(file)), file.toAbsolutePath());
        }
        var shipped =
                ReferencePlans.text(fileOrName)
                        .orElseThrow(() -> new Refusal(ExitCode.USAGE, unknown(fileOrName)));
        return PlanReader.read(shipped);
    }

    private static String unknown(String fileOrName) {
        return "cannot read %s, and no reference plan has that name; ./wattmill plan init writes one"
                        .formatted(fileOrName)
                + " to begin with, of these: "
                + String.join(", ", ReferencePlans.names());
    }

    private static PlanReading withWeather(PlanReading reading, Path planFile) throws IOException {
        return reading instanceof PlanReading.Understood(FacilityPlan plan)
                        && plan.place().weather() instanceof Weather.File(String path)
                ? weather(plan, planFile.resolveSibling(path), path)
                : reading;
    }

    private static PlanReading weather(FacilityPlan plan, Path csv, String path)
            throws IOException {
        if (!Files.isRegularFile(csv) || !Files.isReadable(csv)) {
            var fix = "name a file beside the plan";
            return new PlanReading.Refused(
                    List.of(new PlanProblem(WEATHER, path, "", "cannot be read", fix)));
        }
        return switch (WeatherCsv.read(Files.readString(csv))) {
            case WeatherCsv.Reading.Hours(Weather.Hours hours) ->
                    new PlanReading.Understood(plan.at(plan.place().with(hours)));
            case WeatherCsv.Reading.Refused(List<PlanProblem> problems) ->
                    new PlanReading.Refused(problems.stream().map(PlanSource::inWeather).toList());
        };
    }

    private static PlanProblem inWeather(PlanProblem problem) {
        return new PlanProblem(
                WEATHER + ", " + problem.path(),
                problem.value(),
                problem.unit(),
                problem.problem(),
                problem.fix());
    }
}
