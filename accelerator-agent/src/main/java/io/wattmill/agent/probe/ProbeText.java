// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.HostScan;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.device.ThrottleReason;
import io.wattmill.agent.nvml.DriverFindings;
import io.wattmill.agent.nvml.DriverFindings.Cost;
import io.wattmill.agent.nvml.DriverFindings.GpuFindings;
import io.wattmill.agent.page.PlainText;
import io.wattmill.agent.report.GpuNames;
import io.wattmill.agent.source.FailureReason;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A report for a person: a line per thing, what is missing with its reason, what it costs. */
public final class ProbeText {

    private static final double MIB_PER_GIB = 1024.0;
    private static final double MW_PER_W = 1000.0;
    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final double PERCENT_AT_10_HZ = 10 * 100 / 1e9;
    private static final double PERCENT_AT_1_HZ = 100 / 1e9;
    private static final int DEAREST = 4;

    private ProbeText() {}

    /** The whole report. */
    public static String of(ProbeReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(host(report));
        List<GpuFindings> gpus = report.driver().gpus();
        for (int i = 0; i < gpus.size(); i++) {
            lines.addAll(gpu(i, gpus.get(i)));
        }
        report.smi().ifPresent(scan -> smi(scan, lines));
        lines.addAll(EngineText.of(report));
        meters(report.meters(), lines);
        missing(report, lines);
        gpus.stream().limit(1).forEach(gpu -> costs(gpu, lines));
        return lines.stream().map(PlainText::of).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String host(ProbeReport report) {
        ProbeReport.Host host = report.host();
        DriverFindings driver = report.driver();
        return String.format(
                Locale.ROOT,
                "host      %s   %d CPUs, %.0f GB   driver %s   NVML %s",
                host.name(),
                host.processors(),
                host.memoryMib() / MIB_PER_GIB,
                orNone(driver.driverVersion()),
                orNone(driver.libraryVersion()));
    }

    private static List<String> gpu(int index, GpuFindings gpu) {
        DeviceReading reading = gpu.reading();
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "gpu %-5d %s %.0f GB   %s   %s",
                        index,
                        reading.modelName(),
                        reading.memoryBytes() / MIB_PER_GIB / MIB_PER_GIB / MIB_PER_GIB,
                        reading.deviceId(),
                        reading.facts().busId()));
        lines.add(
                reading.silence()
                        .map(why -> "          silent: " + why.text())
                        .orElseGet(() -> told(gpu)));
        reading.value(Quantity.TEMPERATURE_MARGIN_C)
                .ifPresent(margin -> lines.add(temperature(reading, margin)));
        reading.value(Quantity.THROTTLE_REASONS)
                .ifPresent(mask -> lines.add("          slowed by " + reasons(mask)));
        reading.facts().parts().stream().map(ProbeText::part).forEach(lines::add);
        return lines;
    }

    private static String temperature(DeviceReading reading, long margin) {
        String slowdown =
                reading.value(Quantity.SLOWDOWN_MARGIN_C).isPresent()
                        ? "   slows itself down at a margin of %d C"
                                .formatted(reading.orZero(Quantity.SLOWDOWN_MARGIN_C))
                        : "";
        return "          %d C   margin %d C%s"
                .formatted(reading.orZero(Quantity.TEMPERATURE_C), margin, slowdown);
    }

    private static String part(DevicePart part) {
        return "          MIG %s   %d MiB   power only of the whole GPU"
                .formatted(part.partId(), part.memoryMib());
    }

    private static String reasons(long mask) {
        String reasons =
                ThrottleReason.in(mask).stream()
                        .map(ThrottleReason::text)
                        .collect(Collectors.joining(", "));
        return orNone(reasons);
    }

    private static String told(GpuFindings gpu) {
        DeviceReading reading = gpu.reading();
        return ("          power %s (%s)   average %s   energy %s   cap %s"
                        + "   XID events %s   GPM %s   MIG %s")
                .formatted(
                        watts(reading, Quantity.POWER_MW),
                        orNone(reading.facts().basis().text()),
                        watts(reading, Quantity.POWER_AVERAGE_MW),
                        reading.value(Quantity.ENERGY_UJ).isPresent() ? "✓" : "–",
                        watts(reading, Quantity.POWER_CAP_MW),
                        gpu.events() ? "✓" : "–",
                        gpu.metrics() ? "✓" : "–",
                        reading.orZero(Quantity.MIG_MODE) == 1 ? "on" : "off");
    }

    private static void smi(DeviceScan scan, List<String> lines) {
        switch (scan) {
            case DeviceScan.Seen seen ->
                    lines.add(
                            "smi       nvidia-smi lists %d devices"
                                    .formatted(seen.devices().size()));
            case DeviceScan.Unseen(var why) -> lines.add("missing   nvidia-smi: " + why.text());
        }
    }

    private static void meters(HostScan scan, List<String> lines) {
        switch (scan) {
            case HostScan.Seen(var meters) ->
                    lines.add(
                            "meters    "
                                    + meters.stream()
                                            .map(meter -> meter.source() + " ✓")
                                            .collect(Collectors.joining("   ")));
            case HostScan.Unseen(var why) -> lines.add("missing   host energy: " + why.text());
        }
    }

    private static void missing(ProbeReport report, List<String> lines) {
        report.driver()
                .failure()
                .ifPresent(why -> lines.add("missing   driver library: " + why.text()));
        long lost = report.driver().listed() - report.driver().gpus().size();
        if (lost > 0) {
            lines.add("missing   %d devices that the driver counts do not answer".formatted(lost));
        }
        report.kernelLog().ifPresent(why -> lines.add("missing   kernel log: " + why));
        for (GpuFindings gpu : report.driver().gpus()) {
            catalogued(gpu.reading()).ifPresent(lines::add);
            byReason(gpu.reading())
                    .forEach(
                            (why, what) ->
                                    lines.add(
                                            "missing   %s %s: %s"
                                                    .formatted(
                                                            gpu.reading().deviceId(),
                                                            why.label(),
                                                            String.join(", ", what))));
        }
    }

    private static Optional<String> catalogued(DeviceReading reading) {
        return GpuNames.of(reading.modelName()).isEmpty()
                ? Optional.of(
                        "missing   %s: %s is no GPU that is modelled, so no joules are predicted;"
                                        .formatted(reading.deviceId(), reading.modelName())
                                + " if it is one of these, say so in gpu-type of its engines: "
                                + String.join(", ", GpuNames.known()))
                : Optional.empty();
    }

    private static Map<FailureReason, List<String>> byReason(DeviceReading reading) {
        return reading.absent().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getValue,
                                TreeMap::new,
                                Collectors.mapping(
                                        entry -> word(entry.getKey()), Collectors.toList())));
    }

    private static void costs(GpuFindings gpu, List<String> lines) {
        double fast = nanos(gpu, "fast look");
        double slow = nanos(gpu, "slow look");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "cost      one look %.0f us, one full reading %.0f us;"
                                + " at 10 Hz and 1 Hz %.2f %% of a core per GPU at most",
                        fast / NANOS_PER_MICRO,
                        (fast + slow) / NANOS_PER_MICRO,
                        fast * PERCENT_AT_10_HZ + slow * PERCENT_AT_1_HZ));
        gpu.costs().stream()
                .filter(cost -> !cost.what().endsWith("look"))
                .limit(DEAREST)
                .forEach(
                        cost ->
                                lines.add(
                                        String.format(
                                                Locale.ROOT,
                                                "          %s %.1f us",
                                                cost.what(),
                                                cost.medianNanos() / NANOS_PER_MICRO)));
    }

    private static double nanos(GpuFindings gpu, String what) {
        return gpu.costs().stream()
                .filter(cost -> cost.what().equals(what))
                .mapToLong(Cost::medianNanos)
                .findFirst()
                .orElse(0);
    }

    private static String watts(DeviceReading reading, Quantity quantity) {
        return reading.value(quantity).isPresent()
                ? String.format(Locale.ROOT, "%.1f W", reading.orZero(quantity) / MW_PER_W)
                : "–";
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "–" : text;
    }

    private static String word(Quantity quantity) {
        return quantity.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
