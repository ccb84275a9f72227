// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.health.Diagnosis;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.learning.EstimatorConfig;
import io.wattmill.agent.learning.NodeLearner;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineFit;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.report.Standing;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.kit.config.Configuration;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A simulated engine and the agent's learner, which looks at it as an agent does: the meter five
 * times a second and the counters twice, with jitter, neither when the other; the meter with noise.
 */
final class WatchedEngine {

    private static final long EPOCH_US = 1_800_000_000_000_000L;
    private static final long DEVICE_NANOS = 200_000_000;
    private static final long ENGINE_NANOS = 500_000_000;
    private static final double JITTER = 0.2;

    private final SimulatedEngine engine;
    private final SplittableRandom random;
    private final double noise;
    private final NodeLearner learner =
            new NodeLearner(Configuration.defaults(EstimatorConfig.class));
    private final Map<String, EnergyCoefficients> priors;
    private EngineStatus status =
            EngineStatus.unknown(
                    new EngineConfig(
                            "e", URI.create("http://e"), EngineKind.VLLM, "", List.of(), 1, 64));
    private Map<String, EngineFit> known = Map.of();
    private double joulesBefore;
    private double metered;
    private long nextDevice;
    private long nextEngine;

    /**
     * Watches an engine.
     *
     * @param prior what the router tells of it, if anything
     * @param noise relative standard deviation of the meter from look to look
     */
    WatchedEngine(
            SimulatedEngine engine,
            Optional<EnergyCoefficients> prior,
            double noise,
            SplittableRandom random) {
        this.engine = engine;
        this.priors = prior.map(told -> Map.of("e", told)).orElse(Map.of());
        this.noise = noise;
        this.random = random;
    }

    /** Goes on to an instant. */
    void run(long untilNanos) {
        while (engine.nowNanos() < untilNanos) {
            engine.run(Math.min(nextDevice, nextEngine));
            if (engine.nowNanos() == nextEngine) {
                long atUs = EPOCH_US + nextEngine / 1_000;
                status = status.with(new EngineScan.Reached(engine.reading(), atUs));
                nextEngine += jittered(ENGINE_NANOS);
            }
            if (engine.nowNanos() == nextDevice) {
                lookAtDevice();
                nextDevice += jittered(DEVICE_NANOS);
            }
        }
    }

    /** What the agent knows now. */
    EngineFit fit() {
        return Optional.ofNullable(known.get("e")).orElseThrow();
    }

    private void lookAtDevice() {
        double took = engine.joules() - joulesBefore;
        joulesBefore = engine.joules();
        metered += Math.max(0, took * (1 + noise * random.nextGaussian()));
        long atUs = EPOCH_US + nextDevice / 1_000;
        known = learner.look(picture(), atUs);
    }

    private NodePicture picture() {
        long energyUj = Math.round(metered * 1e3) * 1_000;
        EnergyReading energy =
                new EnergyReading(energyUj, EnergySource.COUNTER, 1_000_000, Set.of());
        return new NodePicture(
                new NodeIdentity("n", "b", "1", "", "", Map.of()),
                new Standing.Working(),
                "nvml-counter",
                List.of(
                        new DeviceStatus(
                                new DeviceReading("d", "", Map.of()), Optional.of(energy), 0)),
                Optional.empty(),
                List.of(status),
                priors,
                known,
                Diagnosis.HEALTHY,
                List.of());
    }

    private long jittered(long nanos) {
        return Math.round(nanos * (1 + JITTER * (2 * random.nextDouble() - 1)));
    }
}
