// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.device.HostScan;
import io.wattmill.agent.nvml.DriverFindings;
import io.wattmill.agent.nvml.DriverFindings.GpuFindings;
import io.wattmill.agent.source.SourceFailure;

import java.util.Locale;

/** A report for a script: everything that was read, in the units that the names say. */
public final class ProbeJson {

    private ProbeJson() {}

    /** The whole report. */
    public static ObjectNode of(ProbeReport report) {
        ObjectNode json = object();
        json.putObject("host")
                .put("name", report.host().name())
                .put("processors", report.host().processors())
                .put("memory_mib", report.host().memoryMib());
        json.set("driver", driver(report.driver()));
        report.smi().ifPresent(scan -> json.set("smi", smi(scan)));
        json.set("engines", EngineJson.of(report.engines()));
        json.set("host_meters", meters(report.meters()));
        report.kernelLog().ifPresent(why -> json.put("kernel_log_missing", why));
        return json;
    }

    private static ObjectNode driver(DriverFindings driver) {
        ObjectNode json = object();
        driver.failure().map(SourceFailure::text).ifPresent(why -> json.put("missing", why));
        json.put("version", driver.driverVersion()).put("library", driver.libraryVersion());
        json.put("listed", driver.listed());
        ArrayNode gpus = json.putArray("gpus");
        driver.gpus().forEach(gpu -> gpus.add(gpu(gpu)));
        return json;
    }

    private static ObjectNode gpu(GpuFindings gpu) {
        ObjectNode json = device(gpu.reading());
        json.put("xid_events", gpu.events()).put("gpm", gpu.metrics());
        ObjectNode costs = json.putObject("median_ns");
        gpu.costs().forEach(cost -> costs.put(cost.what(), cost.medianNanos()));
        return json;
    }

    private static ObjectNode device(DeviceReading reading) {
        ObjectNode json =
                object().put("device_id", reading.deviceId())
                        .put("model", reading.modelName())
                        .put("bus_id", reading.facts().busId())
                        .put("power_basis", reading.facts().basis().text());
        reading.silence().map(SourceFailure::text).ifPresent(why -> json.put("silent", why));
        ArrayNode parts = json.putArray("parts");
        reading.facts().parts().forEach(part -> parts.add(part.partId()));
        ObjectNode values = json.putObject("values");
        reading.values().forEach((what, value) -> values.put(name(what), value));
        ObjectNode absent = json.putObject("absent");
        reading.absent().forEach((what, why) -> absent.put(name(what), why.label()));
        return json;
    }

    private static ObjectNode smi(DeviceScan scan) {
        return switch (scan) {
            case DeviceScan.Unseen(SourceFailure why) -> object().put("missing", why.text());
            case DeviceScan.Seen seen -> {
                ObjectNode json = object();
                ArrayNode devices = json.putArray("devices");
                seen.devices().forEach(device -> devices.add(device(device)));
                yield json;
            }
        };
    }

    private static ObjectNode meters(HostScan scan) {
        return switch (scan) {
            case HostScan.Unseen(SourceFailure why) -> object().put("missing", why.text());
            case HostScan.Seen(var meters) -> {
                ObjectNode json = object();
                ArrayNode names = json.putArray("meters");
                meters.stream().map(HostReading::source).forEach(names::add);
                yield json;
            }
        };
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
