// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Context;
import io.wattmill.agent.Uplinks;
import io.wattmill.agent.buffer.MemoryBacklog;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineLatency;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.LatencyTotals;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.link.LinkConfig;
import io.wattmill.agent.link.LinkGround;
import io.wattmill.agent.link.RouterLink;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.regression.Coefficient;
import io.wattmill.agent.regression.Estimate;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineFit;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * An agent without a host: the real board and the real link to the router, over a connection of its
 * own; what it reports moves as a working node's does.
 */
final class EmulatedAgent {
    private static final int MOST_EVENTS = 64;

    private static final int RUNNING = 32;
    private static final long MEMORY_MIB = 81_559;
    private static final EngineLatency WAITS =
            new EngineLatency(
                    OptionalLong.of(180_000),
                    OptionalLong.of(640_000),
                    OptionalLong.of(21_000),
                    OptionalLong.of(48_000));
    private static final EngineFit FIT =
            new EngineFit(
                    new Estimate(
                            new Coefficient(920, 6),
                            new Coefficient(0.03, 0.001),
                            new Coefficient(0.24, 0.008),
                            new Coefficient(3.2, 0.1),
                            new Coefficient(0.04, 0.002),
                            new Coefficient(7e-8, 4e-9),
                            RUNNING,
                            0.04,
                            OptionalDouble.of(0.2),
                            600),
                    true,
                    OptionalDouble.of(2.9));

    private final int gpus;
    private final String node;
    private final SplittableRandom random;
    private final NodeBoard board;
    private final RouterLink link;
    private EngineStatus engine;
    private long looks;

    /**
     * An agent that has not connected.
     *
     * @param number of the node, which its name and its chance are made of
     * @param gpus of the node; one engine runs on all of them
     */
    EmulatedAgent(
            ServiceContext services,
            Context context,
            Uplinks uplinks,
            LinkConfig config,
            int number,
            int gpus) {
        this.gpus = gpus;
        this.node = "node-" + number;
        this.random = new SplittableRandom(number);
        var model = new ServedModelReading("llama-3.1-8b", 131_072, List.of());
        this.engine = EngineStatus.unknown(engine(number)).with(List.of(model)).with(WAITS);
        var identity =
                new NodeIdentity(
                        node, "boot-" + number, "measured", "", "hall-1", Map.of("rack", "r1"));
        this.board = new NodeBoard(identity, "dcgm-counter", List.of(engine));
        board.fits(Map.of(engine.config().id(), FIT));
        var ground = LinkGround.of(services, context, random, config, node);
        this.link =
                new RouterLink(
                        ground,
                        uplinks.router(),
                        board,
                        new MemoryBacklog<>(MOST_EVENTS, () -> {}));
        look();
    }

    private static EngineConfig engine(int number) {
        return Configuration.parse(
                        "e: {id: engine-%d, url: 'http://127.0.0.1:8000', gpu-type: h100-sxm}"
                                .formatted(number),
                        Map.of())
                .section("e", EngineConfig.class);
    }

    /** Connects, and reports from now on. On its context. */
    void start() {
        link.start();
    }

    /** Ends. On its context. */
    void stop() {
        link.stop();
    }

    boolean isUp() {
        return link.isUp();
    }

    /** Everything has moved a little. On its context. */
    void look() {
        looks++;
        List<DeviceStatus> devices = new ArrayList<>(gpus);
        for (int gpu = 0; gpu < gpus; gpu++) {
            devices.add(device(gpu));
        }
        board.devices(devices);
        var reading =
                new EngineReading(
                        RUNNING,
                        random.nextInt(4),
                        600_000 + random.nextInt(50_000),
                        looks * 20_000,
                        looks * 5_000,
                        looks * 2_000,
                        0,
                        16,
                        432_000,
                        new EngineCount(1, looks, true),
                        LatencyTotals.NONE,
                        Set.of(Figure.FIRST_TOKEN, Figure.NEXT_TOKEN));
        engine = engine.with(new EngineScan.Reached(reading, looks));
        board.engine(engine);
    }

    private DeviceStatus device(int gpu) {
        var values =
                Map.of(
                        Quantity.POWER_MW,
                        500_000L + random.nextInt(100_000),
                        Quantity.POWER_CAP_MW,
                        700_000L,
                        Quantity.TEMPERATURE_C,
                        50L + random.nextInt(10),
                        Quantity.SM_CLOCK_MHZ,
                        1_700L + random.nextInt(200),
                        Quantity.UTILIZATION_PPM,
                        900_000L + random.nextInt(100_000),
                        Quantity.MEMORY_USED_MIB,
                        70_000L,
                        Quantity.MEMORY_MIB,
                        MEMORY_MIB,
                        Quantity.THROTTLE_REASONS,
                        4L);
        var reading =
                new DeviceReading(
                        "GPU-00000000-0000-0000-0000-%s-%d".formatted(node, gpu),
                        "NVIDIA H100 80GB HBM3",
                        values);
        var energy = new EnergyReading(looks * 55_000_000, EnergySource.COUNTER, 990_000, Set.of());
        return new DeviceStatus(reading, Optional.of(energy), MEMORY_MIB << 20);
    }
}
