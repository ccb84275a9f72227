// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.fleet.EngineReading.Counters;
import io.wattmill.router.fleet.NodeReading.DeviceReading;
import io.wattmill.router.fleet.NodeReading.Health;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nodes and reports as agents would send them. */
public final class Samples {
    public static final String MODEL = "llama-3.1-8b";

    /** 2026-11-21 16:58:00 UTC. */
    public static final long EPOCH_US = 1_795_280_280_000_000L;

    private Samples() {}

    /** A moment this many milliseconds after an arbitrary start. */
    public static Moment at(long ms) {
        return new Moment(3_600_000_000_000L + ms * 1_000_000, EPOCH_US + ms * 1_000);
    }

    /** The house's defaults. */
    public static FleetRules rules() {
        return new FleetRules(1_500_000_000L, 2_000_000_000L, 500_000_000L, 3_600_000_000_000L, 64);
    }

    /** The house's defaults, but for these. */
    public static FleetRules rules(OutlierRules outliers) {
        return new FleetRules(
                1_500_000_000L,
                2_000_000_000L,
                500_000_000L,
                3_600_000_000_000L,
                64,
                TelemetryRules.DEFAULTS,
                outliers);
    }

    /** A node with one H100 and one engine {@code <id>-e}. */
    public static NodeDescription node(String id) {
        return node(id, "boot-1", "a", MODEL);
    }

    /** A node with one H100 and one engine of this kind. */
    public static NodeDescription of(String kind, String id) {
        return node(id, "boot-1", "a", MODEL, kind);
    }

    public static NodeDescription node(String id, String boot, String zone, String model) {
        return node(id, boot, zone, model, "vllm");
    }

    private static NodeDescription node(
            String id, String boot, String zone, String model, String kind) {
        EngineDescription engine =
                new EngineDescription(
                        id + "-e",
                        "http://127.0.0.1:1",
                        kind,
                        List.of(new ServedModel(model, 131_072, Set.of("sql"))),
                        List.of(id + "-gpu"),
                        1,
                        400_000,
                        256);
        return new NodeDescription(
                id,
                boot,
                zone,
                Map.of("tier", "gold"),
                List.of(new DeviceDescription(id + "-gpu", "h100-sxm", 700_000)),
                List.of(engine));
    }

    /** The same node, whose engines have this role. */
    public static NodeDescription as(EngineRole role, NodeDescription node) {
        return new NodeDescription(
                node.nodeId(),
                node.bootId(),
                node.zone(),
                node.labels(),
                node.devices(),
                node.engines().stream().map(engine -> engine.as(role)).toList());
    }

    public static EngineKey engine(String node) {
        return new EngineKey(node, node + "-e");
    }

    /** A report in which all is well and nothing runs. */
    public static NodeReading idle(String node) {
        return reading(node, Health.HEALTHY, "", reachable(node, 0));
    }

    /** The same report, observed at this moment. */
    public static NodeReading observed(NodeReading report, Moment at) {
        return new NodeReading(
                at.epochUs(),
                report.devices().stream().map(device -> counted(device, at)).toList(),
                report.engines(),
                report.health(),
                report.healthReason(),
                report.unfitDevices(),
                report.sequence());
    }

    private static DeviceReading counted(DeviceReading device, Moment at) {
        long us = (at.nanos() - at(0).nanos()) / 1_000;
        return new DeviceReading(
                device.deviceId(),
                device.powerMilliwatts(),
                device.powerCapMilliwatts(),
                1 + device.powerMilliwatts() * us / 1_000);
    }

    public static NodeReading reading(
            String node, Health health, String reason, EngineReading engine) {
        return new NodeReading(
                EPOCH_US,
                List.of(new DeviceReading(node + "-gpu", 115_000, 700_000, 1)),
                List.of(engine),
                health,
                reason);
    }

    /** A report in which all is well and nothing runs, and this of the node's device. */
    public static NodeReading idle(String node, DeviceReading device, Moment at) {
        return new NodeReading(
                at.epochUs(), List.of(device), List.of(reachable(node, 0)), Health.HEALTHY, "");
    }

    public static EngineReading reachable(String node, int running) {
        return new EngineReading(
                node + "-e", true, "", running, 0, 0, new Counters(0, 0, 0, 0), Optional.empty());
    }

    public static EngineReading unreachable(String node) {
        return new EngineReading(
                node + "-e",
                false,
                "connection refused",
                0,
                0,
                0,
                new Counters(0, 0, 0, 0),
                Optional.empty());
    }
}
