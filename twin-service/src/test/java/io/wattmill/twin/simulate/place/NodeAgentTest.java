// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.place;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** The router of a simulation predicts engines by the model that simulates them. */
class NodeAgentTest {
    private static final BatchLimits LIMITS = new BatchLimits(400_000, 256, 8_192, 1_000);

    private record Idle(int running, int waiting, long kvUsedTokens) implements EngineState {}

    @ParameterizedTest
    @EnumSource(EngineBackend.class)
    void tellsWhichSoftwareAnEngineIs(EngineBackend backend) {
        EngineModel simulated =
                new EngineModel(
                        Models.LLAMA_3_1_70B, Gpus.H200_SXM, Parallelism.tensor(2), backend);
        EngineModel predicted = asTheRouterSees(simulated);
        assertEquals(backend, predicted.backend());
        for (StepLoad load :
                List.of(StepLoad.decode(64, 64_000), StepLoad.prefill(2_048, 2_048 * 1_024L))) {
            assertEquals(simulated.seconds(load), predicted.seconds(load), 0);
        }
    }

    @Test
    void tellsHowAnEngineIsSpread() {
        EngineModel simulated =
                new EngineModel(
                        Models.find("deepseek-r1").orElseThrow(),
                        Gpus.find("gb200").orElseThrow(),
                        new Parallelism(1, 1, 36, true),
                        EngineBackend.TRTLLM);
        EngineModel predicted = asTheRouterSees(simulated);
        assertEquals(simulated.parallelism(), predicted.parallelism());
        StepLoad load = StepLoad.decode(720, 720_000);
        assertEquals(simulated.seconds(load), predicted.seconds(load), 0);
        assertEquals(simulated.powerMilliwatts(load), predicted.powerMilliwatts(load));
    }

    private static EngineModel asTheRouterSees(EngineModel simulated) {
        SimulatedFleet one = SimulatedFleet.uniform("one", 1, 1, simulated, LIMITS);
        NodeAgent agent = NodeAgent.of(one, List.of(new Idle(0, 0, 0))).getFirst();
        Fleet fleet = new Fleet(RouterSettings.DEFAULTS.fleetRules(1));
        fleet.join(agent.description(), new Moment(0, 0));
        Engine engine = fleet.engine(new EngineKey("node-1", "engine-1")).orElseThrow();
        return engine.shape().model();
    }
}
