// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.fleet.v1.EnergyFit;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/** What agents measure of their engines, in the router's snapshots. */
class EngineFiguresTest {
    private static final EnergyFit FIT =
            EnergyFit.newBuilder()
                    .setCoefficients(
                            EnergyCoefficients.newBuilder()
                                    .setPrefillUjPerToken(31_000)
                                    .setDecodeUjPerToken(240_000)
                                    .setKvReadPjPerToken(70_000)
                                    .setBasePowerMw(115_000)
                                    .setRelativeErrorPpm(210_000)
                                    .setMethod("fitted")
                                    .setVersion(412))
                    .setPrefillErrorUj(900)
                    .setDecodeErrorUj(8_000)
                    .setKvReadErrorPj(4_000)
                    .setBaseErrorMw(700)
                    .setPriorRelativeErrorPpm(180_000)
                    .setStepErrorUj(90_000)
                    .setTokenErrorUj(1_500)
                    .setBatch(24)
                    .setOutputTokensPerMegajoule(2_900_000)
                    .build();

    private final RouterHarness harness = new RouterHarness();
    private volatile FleetSnapshot snapshot = FleetSnapshot.getDefaultInstance();
    private final AgentProbe agent = new AgentProbe(harness.vertx, harness.links(), "n1");

    @BeforeEach
    void join() {
        harness.context
                .bus()
                .<FleetSnapshot>subscribe(
                        FleetAddresses.SNAPSHOT, FleetSnapshot.parser(), seen -> snapshot = seen);
        agent.hello(RouterHarness.SECRET);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private EngineState told(EngineState.Builder state) {
        EngineState said = state.setEngineId("e0").setReachable(true).setRunning(1).build();
        agent.send(
                NodeMessage.newBuilder()
                        .setReport(NodeReport.newBuilder().addEngines(said))
                        .build());
        Await.until(
                () -> shown().filter(engine -> engine.getRunning() == 1).isPresent(), "the report");
        return shown().orElseThrow();
    }

    private Optional<EngineState> shown() {
        return snapshot.getNodesList().stream()
                .flatMap(node -> node.getEnginesList().stream())
                .map(engine -> engine.getState())
                .findFirst();
    }

    @Test
    void passesOnWhatWasLearnedOfAnEnginesJoulesThoughItIsNotUsedYet() {
        EngineState shown = told(EngineState.newBuilder().setFit(FIT));
        assertEquals(FIT, shown.getFit());
        assertEquals("engine-model", shown.getCoefficients().getMethod());
    }

    @Test
    void passesOnHowLongAnEnginesCallersWaited() {
        EngineState shown =
                told(
                        EngineState.newBuilder()
                                .setTtftP50Us(180_000)
                                .setTtftP99Us(640_000)
                                .setTpotP50Us(21_000)
                                .setTpotP99Us(48_000));
        assertEquals(180_000, shown.getTtftP50Us());
        assertEquals(640_000, shown.getTtftP99Us());
        assertEquals(21_000, shown.getTpotP50Us());
        assertEquals(48_000, shown.getTpotP99Us());
    }

    @Test
    void whatAnAgentDoesNotTellIsAbsentAndNotZero() {
        EngineState shown = told(EngineState.newBuilder().setTtftP50Us(180_000));
        assertFalse(shown.hasFit());
        assertFalse(shown.hasTtftP99Us());
        assertFalse(shown.hasTpotP50Us());
        assertFalse(shown.hasTpotP99Us());
    }
}
