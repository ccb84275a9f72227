// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.kernels;

import io.wattmill.router.engine.WeightFormat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Works the measured lines of {@code kernels.csv} out again: {@code deploy/measure/fidelity
 * kernels}. A generation's figure is the median over the tables of its GPUs, because they differ
 * more by vLLM's version than by the GPU; 4-bit floats, whose peak differs between GPUs of one
 * generation, have lines of their own GPU, too.
 */
public final class KernelFigures {
    private KernelFigures() {}

    private record Line(String of, String operator, WeightFormat format) {
        String with(Shares shares) {
            return String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%.2f,%.2f,%.1f,measured",
                    of,
                    operator,
                    format.name().toLowerCase(Locale.ROOT),
                    shares.compute(),
                    shares.read().orElseThrow(),
                    shares.startMicros().orElseThrow());
        }
    }

    private record Found(MeasuredGpu gpu, String operator, Tables.Told told) {
        Line generation() {
            return new Line(gpu.generation(), operator, told.format());
        }

        Line own() {
            return new Line(gpu.spec().name(), operator, told.format());
        }
    }

    /** The measured lines, as they are shipped. */
    static List<String> lines() {
        List<Found> found = MeasuredGpu.all().stream().flatMap(KernelFigures::found).toList();
        Map<Line, List<Shares>> generations = new LinkedHashMap<>();
        Map<Line, List<Shares>> own = new LinkedHashMap<>();
        for (Found one : found) {
            add(generations, one.generation(), one.told().shares());
            if (one.told().format() == WeightFormat.NVFP4) {
                add(own, one.own(), one.told().shares());
            }
        }
        return Stream.of(generations, own)
                .flatMap(lines -> lines.entrySet().stream())
                .map(line -> line.getKey().with(Shares.medianOf(line.getValue())))
                .toList();
    }

    private static void add(Map<Line, List<Shares>> lines, Line line, Shares shares) {
        lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(shares);
    }

    private static Stream<Found> found(MeasuredGpu gpu) {
        Tables tables = new Tables(gpu);
        return Stream.of(
                        tables.dense().stream().map(told -> new Found(gpu, "dense", told)),
                        tables.experts().stream().map(told -> new Found(gpu, "experts", told)),
                        Stream.of(new Found(gpu, "attention", tables.attention())))
                .flatMap(found -> found);
    }

    /** Prints them. */
    public static void main(String[] arguments) {
        lines().forEach(System.out::println);
    }
}
