// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.energy.EnergyPoint;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergyReading.Notice;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.health.Diagnosis;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineFit;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.FleetMessages;
import io.wattmill.agent.report.MeterMessages;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.report.Standing;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.agent.testing.EngineReadings;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node whose engine takes 100 W, 50 mJ a token and 5 mJ a prompt token, looked at each 250 ms.
 */
class NodeLearnerTest {

    private static final long LOOK_US = 250_000;
    private static final EnergyCoefficients PRIOR =
            EnergyCoefficients.newBuilder()
                    .setBasePowerMw(115_000)
                    .setPrefillUjPerToken(4_000)
                    .setDecodeUjPerToken(80_000)
                    .setKvReadPjPerToken(1_000_000)
                    .setMethod("engine-model")
                    .setVersion(16)
                    .build();

    private final NodeLearner learner =
            new NodeLearner(Configuration.defaults(EstimatorConfig.class));
    private final List<EngineStatus> engines =
            new ArrayList<>(List.of(EngineStatus.unknown(config("e", List.of("d")))));
    private Map<String, EnergyCoefficients> priors = Map.of("e", PRIOR);
    private Map<String, EngineFit> known = Map.of();
    private Set<Notice> notices = Set.of();
    private final List<EnergyPoint> course = new ArrayList<>();
    private long nowUs = 1_800_000_000_000_000L;
    private long startedAtMs = 1;
    private long energyUj = 5_000_000_000L;
    private long prompts = 1_000;
    private long tokens = 1_000;
    private long looks;

    @Test
    void tellsTheRoutersCoefficientsUntilItKnowsBetter() {
        work(30);
        assertEquals(30, windows(), 2);
        assertEquals(PRIOR, state().getCoefficients());
        assertFalse(state().getFit().getTold());
        assertEquals("fitted", state().getFit().getCoefficients().getMethod());
        work(200);
        EnergyCoefficients told = state().getCoefficients();
        assertEquals("fitted", told.getMethod());
        assertTrue(state().getFit().getTold());
        assertTrue(told.getRelativeErrorPpm() > 0 && told.getRelativeErrorPpm() <= 150_000);
        assertTrue(state().getFit().getPriorRelativeErrorPpm() > told.getRelativeErrorPpm());
        assertEquals(windows(), told.getVersion());
        assertTrue(told.getStepUj() > 0 && state().getFit().getStepErrorUj() > 0);
        assertEquals(told.getDecodeUjPerToken(), told.getTokenUj() + told.getStepUj() / 16.0, 2);
        assertTrue(state().getFit().getOutputTokensPerMegajoule() > 0);
        assertEquals(
                told, MeterMessages.report(picture(), 1, nowUs).getEngines(0).getCoefficients());
    }

    @Test
    void goesBackToTheRoutersWhenItsOwnNoLongerHold() {
        work(300);
        assertEquals("fitted", state().getCoefficients().getMethod());
        for (int i = 0; i < 400; i++) {
            energyUj += 400_000_000L * (i % 8 < 4 ? 1 : 0);
            look(60, 400);
        }
        assertEquals(PRIOR, state().getCoefficients());
    }

    @Test
    void learnsNothingAcrossARestartOfTheEngine() {
        work(20);
        long before = windows();
        prompts = 0;
        tokens = 0;
        startedAtMs = 2;
        look(0, 0);
        assertEquals(before, windows());
        work(10);
        assertEquals(before + 10, windows(), 2);
    }

    @Test
    void learnsNothingAcrossAResetOfTheMeter() {
        work(20);
        EngineFit before = fit();
        energyUj = 0;
        notices = Set.of(Notice.COUNTER_RESET);
        look(60, 400);
        notices = Set.of();
        work(20);
        assertTrue(fit().estimate().windows() > before.estimate().windows() + 15);
        assertTrue(fit().estimate().relativeError() < 0.5);
    }

    @Test
    void bearsAClockThatJumps() {
        work(20);
        nowUs -= 3_600_000_000L;
        work(20);
        nowUs += 7_200_000_000L;
        work(20);
        nowUs += 1_000_000;
        work(20);
        assertEquals(80, windows(), 8);
        assertTrue(fit().estimate().decode().value() > 0);
    }

    @Test
    void learnsNothingOfEnginesThatShareADevice() {
        engines.add(EngineStatus.unknown(config("f", List.of())));
        work(20);
        assertEquals(Map.of(), known);
    }

    @Test
    void learnsNothingWhileADeviceIsMissing() {
        engines.set(0, EngineStatus.unknown(config("e", List.of("d", "another"))));
        work(20);
        assertEquals(Map.of(), known);
    }

    @Test
    void learnsNothingWhileTheEngineDoesNotAnswer() {
        work(20);
        long before = windows();
        engines.set(
                0,
                engines.getFirst()
                        .with(
                                new EngineScan.Unreached(
                                        new SourceFailure(FailureReason.TIMEOUT, "late"))));
        for (int i = 0; i < 100; i++) {
            looks++;
            nowUs += LOOK_US;
            energyUj += 100_000_000;
            known = learner.look(picture(), nowUs);
        }
        assertEquals(before, windows(), 1);
    }

    @Test
    void placesJoulesByWhatWasReadBetweenTwoLooks() {
        priors = Map.of();
        for (int second = 0; second < 200; second++) {
            burst(200 * (second % 7));
        }
        assertEquals(0.050, fit().estimate().decode().value(), 0.0025);
    }

    /** A second: a look at its end, and in its middle the engine is read and works for 100 ms. */
    private void burst(long decode) {
        course.clear();
        for (int tenth = 1; tenth <= 10; tenth++) {
            nowUs += 100_000;
            energyUj += 10_000_000;
            if (tenth == 5) {
                engines.replaceAll(engine -> engine.with(new EngineScan.Reached(reading(), nowUs)));
                tokens += decode;
            }
            energyUj += tenth == 6 ? 50_000 * decode : 0;
            course.add(new EnergyPoint(nowUs, energyUj));
        }
        course.removeLast();
        known = learner.look(picture(), nowUs);
    }

    @Test
    void learnsWithoutAPrior() {
        priors = Map.of();
        work(200);
        assertEquals("fitted", state().getCoefficients().getMethod());
        assertEquals(0, state().getFit().getPriorRelativeErrorPpm());
    }

    @Test
    void forgetsAnEngineThatIsGone() {
        work(20);
        engines.clear();
        look(60, 400);
        assertEquals(Map.of(), known);
    }

    @Test
    void beginsAnewForAnotherModelAndForAnotherShape() {
        engines.replaceAll(engine -> engine.with(serving("m")));
        work(30);
        assertTrue(windows() > 20);
        engines.replaceAll(engine -> engine.with(serving("another")));
        look(60, 400);
        assertEquals(Map.of(), known);

        work(30);
        assertTrue(windows() > 20);
        EngineConfig two =
                new EngineConfig(
                        "e",
                        URI.create("http://127.0.0.1"),
                        EngineKind.VLLM,
                        "",
                        List.of("d"),
                        2,
                        64);
        engines.set(0, EngineStatus.unknown(two).with(serving("another")));
        look(60, 400);
        assertEquals(Map.of(), known);
    }

    @Test
    void learnsNothingBesideAnEngineThatMayBeOnTheSameDevice() {
        work(20);
        long before = windows();
        engines.add(
                EngineStatus.unknown(
                        config("f", List.of()), new DeviceClaim.Unknown("nobody can tell")));
        work(20);
        assertEquals(before, windows(), 1);
    }

    private static List<ServedModelReading> serving(String model) {
        return List.of(new ServedModelReading(model, 0, List.of()));
    }

    /** Seconds of work that goes up and down. */
    private void work(int seconds) {
        for (int i = 0; i < 4 * seconds; i++) {
            look(60 + 40 * (looks / 12 % 3), 200 + 90 * (looks / 20 % 5));
        }
    }

    private void look(long prefill, long decode) {
        looks++;
        nowUs += LOOK_US;
        prompts += prefill;
        tokens += decode;
        energyUj += 25_000_000 + 5_000 * prefill + 50_000 * decode;
        if (looks % 2 == 0 && !engines.isEmpty()) {
            engines.replaceAll(
                    engine -> engine.with(new EngineScan.Reached(reading(), nowUs - 50_000)));
        }
        known = learner.look(picture(), nowUs);
    }

    private EngineReading reading() {
        return EngineReadings.idle()
                .load(16, 0)
                .tokens(prompts, tokens)
                .counted(new EngineCount(startedAtMs, 0, true));
    }

    private NodePicture picture() {
        EnergyReading energy =
                new EnergyReading(energyUj, EnergySource.COUNTER, 1_000_000, notices);
        return new NodePicture(
                new NodeIdentity("n", "b", "1", "", "", Map.of()),
                new Standing.Working(),
                "nvml-counter",
                List.of(
                        new DeviceStatus(
                                new DeviceReading("d", "", Map.of()),
                                Optional.of(energy),
                                0,
                                course)),
                Optional.empty(),
                engines,
                priors,
                known,
                Diagnosis.HEALTHY,
                List.of());
    }

    private static EngineConfig config(String id, List<String> devices) {
        return new EngineConfig(
                id, URI.create("http://127.0.0.1"), EngineKind.VLLM, "", devices, 1, 64);
    }

    private EngineFit fit() {
        return Optional.ofNullable(known.get("e")).orElseThrow();
    }

    private long windows() {
        return fit().estimate().windows();
    }

    private EngineState state() {
        return FleetMessages.report(picture(), 1, nowUs).getEngines(0);
    }
}
