// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.site.Weather;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the file of weather that a plan names, where it names one. Blocks. */
public final class PlanWeather {
    private static final String WEATHER = "site.weather.csv";

    private PlanWeather() {}

    /**
     * The plan with the hours of its weather, or what is wrong with their file.
     *
     * @param locate where a path of the plan leads; empty where it may not lead anywhere
     */
    public static PlanReading read(PlanReading reading, Function<String, Optional<Path>> locate)
            throws IOException {
        return reading instanceof PlanReading.Understood(FacilityPlan plan)
                        && plan.place().weather() instanceof Weather.File(String path)
                ? read(plan, locate.apply(path), path)
                : reading;
    }

    private static PlanReading read(FacilityPlan plan, Optional<Path> csv, String path)
            throws IOException {
        if (csv.isEmpty() || !Files.isRegularFile(csv.get()) || !Files.isReadable(csv.get())) {
            var fix = "name a file beside the plan";
            return new PlanReading.Refused(
                    List.of(new PlanProblem(WEATHER, path, "", "cannot be read", fix)));
        }
        return switch (WeatherCsv.read(Files.readString(csv.get()))) {
            case WeatherCsv.Reading.Hours(Weather.Hours hours) ->
                    new PlanReading.Understood(plan.at(plan.place().with(hours)));
            case WeatherCsv.Reading.Refused(List<PlanProblem> problems) ->
                    new PlanReading.Refused(problems.stream().map(PlanWeather::inWeather).toList());
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
