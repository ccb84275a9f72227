// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.evaluate.FleetReader;
import io.wattmill.twin.evaluate.FleetReading;
import io.wattmill.twin.evaluate.FleetSpec;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.source.SeededReading;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * What `wattmill route-eval` is given: refused, with all that is wrong, where it makes no sense.
 */
final class RouteEvalInputs {
    private static final String RECORDING = "recording";

    /** Requests read for each that a seed plays, so that seeds play different ones. */
    private static final int READ_PER_PLAYED = 8;

    private RouteEvalInputs() {}

    /** The fleet of a file. */
    static FleetSpec fleet(Path given) throws IOException {
        Path file = readable(given);
        return switch (FleetReader.read(Files.readString(file))) {
            case FleetReading.Understood(FleetSpec fleet) -> fleet;
            case FleetReading.Refused(List<String> problems) ->
                    throw usage(file + " is no fleet:\n" + String.join("\n", problems));
        };
    }

    /** Policies by name, each once. */
    static List<PlacementMode> policies(List<String> names) {
        if (names.equals(List.of("all"))) {
            return List.of(PlacementMode.values());
        }
        List<String> unknown = new ArrayList<>(names);
        unknown.removeIf(name -> mode(name).isPresent());
        if (!unknown.isEmpty()) {
            throw usage("no policies: " + unknown + "; all, or some of " + labels());
        }
        return names.stream().flatMap(name -> mode(name).stream()).distinct().toList();
    }

    private static Optional<PlacementMode> mode(String name) {
        return Arrays.stream(PlacementMode.values())
                .filter(mode -> mode.label().equals(name))
                .findFirst();
    }

    private static String labels() {
        return Arrays.stream(PlacementMode.values())
                .map(PlacementMode::label)
                .collect(Collectors.joining(", "));
    }

    /**
     * The requests of each seed.
     *
     * @param limit of them, at most
     */
    static LongFunction<Trace> traces(String format, Path file, int limit) throws IOException {
        TraceSource source = source(format, readable(file));
        return switch (source.bySeed(wanted(source, limit))) {
            case SeededReading.Accepted(LongFunction<Trace> bySeed) -> bySeed;
            case SeededReading.Refused refused ->
                    throw usage(
                            "the trace cannot be read as "
                                    + format
                                    + "; see --format:\n"
                                    + refused.text());
        };
    }

    private static TraceSource source(String format, Path file) {
        String known = format.toLowerCase(Locale.ROOT).equals(RECORDING) ? "wattmill" : format;
        return PlannedLoads.source(known, file, ReadLimits.USUAL)
                .orElseThrow(
                        () ->
                                usage(
                                        "--format is mooncake, azure, servegen, agents or"
                                                + " recording"));
    }

    private static int wanted(TraceSource source, int limit) {
        long most = source instanceof TraceSource.ServeGen ? 1 : READ_PER_PLAYED;
        return (int) Math.min(Integer.MAX_VALUE, limit * most);
    }

    private static Path readable(Path path) {
        if (!Files.isReadable(path)) {
            throw usage("cannot read " + path + "; check the path");
        }
        return path;
    }

    private static Refusal usage(String message) {
        return new Refusal(ExitCode.USAGE, message);
    }
}
