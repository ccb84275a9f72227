// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import io.wattmill.agent.discovery.Finds.Passed;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineRole;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.search.EngineProfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The engines of a report for a person: a line for each, and one for what was passed over. */
final class EngineText {

    private static final int MODELS = 4;

    private EngineText() {}

    static List<String> of(ProbeReport report) {
        EngineFindings findings = report.engines();
        List<String> devices =
                report.driver().gpus().stream().map(gpu -> gpu.reading().deviceId()).toList();
        List<String> lines = new ArrayList<>();
        findings.failure().ifPresent(why -> lines.add("missing   engines: " + why));
        if (findings.engines().isEmpty() && findings.failure().isEmpty()) {
            lines.add(nobody(findings));
        }
        findings.engines().forEach(engine -> lines.add(engine(engine, devices)));
        findings.engines().forEach(engine -> doubt(engine, lines));
        findings.passed().forEach(passed -> lines.add(hint(passed)));
        return lines;
    }

    private static String nobody(EngineFindings findings) {
        String ports =
                findings.asked().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "engine    none is ready: by no process of this host, nor on ports " + ports;
    }

    private static String engine(EngineProfile profile, List<String> devices) {
        EngineConfig engine = profile.found().engine();
        List<String> inside = new ArrayList<>();
        profile.found().pid().ifPresent(pid -> inside.add("pid " + pid));
        inside.add(devices(profile.found().devices(), devices));
        inside.add("TP" + engine.tensorParallel());
        if (engine.role() != EngineRole.BOTH) {
            inside.add(engine.role().word() + " only");
        }
        inside.add(models(profile.models()));
        return "engine    %s%s on :%d (%s)   %s"
                .formatted(
                        engine.kind().wireName(),
                        profile.version().isEmpty() ? "" : " " + profile.version(),
                        engine.url().getPort(),
                        String.join(", ", inside),
                        metrics(profile.scan()));
    }

    private static String devices(DeviceClaim claim, List<String> devices) {
        return switch (claim) {
            case DeviceClaim.WholeNode _ -> gpus(devices, devices);
            case DeviceClaim.These(List<String> used, _) -> gpus(used, devices);
            case DeviceClaim.Unknown _ -> "gpu unknown";
        };
    }

    private static String gpus(List<String> used, List<String> devices) {
        return used.isEmpty() ? "no gpu" : "gpu " + GpuNumbers.of(used, devices);
    }

    private static String models(ModelScan scan) {
        return switch (scan) {
            case ModelScan.Listed(List<ServedModelReading> models) -> {
                String names =
                        models.stream()
                                .limit(MODELS)
                                .map(ServedModelReading::model)
                                .collect(Collectors.joining(" + "));
                int more = models.size() - MODELS;
                yield more > 0 ? names + " + " + more + " more" : names;
            }
            case ModelScan.Unlisted(var why) -> "models unknown: " + why.text();
        };
    }

    private static String metrics(EngineScan scan) {
        return switch (scan) {
            case EngineScan.Reached(EngineReading reading, _) -> metrics(reading);
            case EngineScan.Unreached(var why) -> "metrics – " + why.text();
        };
    }

    private static String metrics(EngineReading reading) {
        String lacks =
                Arrays.stream(Figure.values())
                        .filter(figure -> !reading.tells(figure))
                        .map(Figure::label)
                        .collect(Collectors.joining(", "));
        int all = Figure.values().length;
        return "metrics tell %d of %d%s"
                .formatted(
                        all - reading.absent().size(),
                        all,
                        lacks.isEmpty() ? "" : ", lack " + lacks);
    }

    private static void doubt(EngineProfile profile, List<String> lines) {
        if (profile.found().devices() instanceof DeviceClaim.Unknown(String why)) {
            lines.add(
                    "hint      :%d gets no joules: %s"
                            .formatted(profile.found().engine().url().getPort(), why));
        }
    }

    private static String hint(Passed passed) {
        return "hint      passed over %s: %s".formatted(passed.what(), passed.why());
    }
}
