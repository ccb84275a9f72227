// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.engine.Tuning;
import io.wattmill.twin.simulate.fleet.PrefillPool;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.workload.AgenticLoad;
import io.wattmill.twin.trace.workload.Arrivals;
import io.wattmill.twin.trace.workload.SyntheticLoad;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ChainsAndPoolsTest {
    private static final EngineModel MODEL = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final BatchLimits LIMITS = new BatchLimits(430_000, 256, 8_192, 1_000);
    private static final Placing ROUTED = new Placing.Routed(RouterSettings.DEFAULTS);
    private static final Placing IN_TURN = new Placing.RoundRobin();
    private static final long LATENCY_NANOS = 1_000_000;
    private static final LengthShape PROMPT = new LengthShape(1_500, 0.8, 16, 30_000);
    private static final LengthShape ANSWER = new LengthShape(150, 0.6, 1, 2_000);

    private static SimulatedFleet fleet(int engines) {
        return SimulatedFleet.uniform("test", engines, 2, MODEL, LIMITS);
    }

    private static SimulatedFleet pools(int prefill, int decode, double bytesPerSecond) {
        SimulatedFleet entrances = SimulatedFleet.uniform("p", prefill, 2, MODEL, LIMITS);
        return fleet(decode)
                .behind(new PrefillPool(entrances.engines(), bytesPerSecond, LATENCY_NANOS));
    }

    private static Trace agents(int count) {
        return new AgenticLoad(
                        2,
                        new Arrivals.Poisson(),
                        new LengthShape(8, 0.5, 1, 40),
                        PROMPT,
                        new LengthShape(600, 1, 1, 5_000),
                        ANSWER,
                        new LengthShape(500, 1, 50, 10_000),
                        60_000)
                .trace(5, count);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTurnWaitsForTheOneBeforeAndItsTool(boolean routed) {
        Trace trace = agents(800);
        SimulationRun run = Simulation.run(fleet(4), trace, routed ? ROUTED : IN_TURN, Watch.NONE);
        RequestTable requests = run.requests();
        int waited = 0;
        for (int i = 0; i < 800; i++) {
            assertEquals(Fate.ACCEPTED, run.fate(i));
            int before = trace.chains().after(i);
            if (before != Chains.FIRST) {
                long ready = requests.endNanos(before) + trace.chains().waitUs(i) * 1_000;
                assertEquals(ready, requests.arrivalNanos(i));
                waited++;
            }
            assertTrue(requests.firstTokenNanos(i) > requests.arrivalNanos(i));
        }
        assertTrue(waited > 300);
        assertTrue(run.whole());
    }

    @Test
    void findsThePrefixOfTheTurnBefore() {
        Trace trace = agents(800);
        SimulationRun run = Simulation.run(fleet(1), trace, IN_TURN, Watch.NONE);
        long cached = 0;
        long prompts = 0;
        for (int i = 0; i < 800; i++) {
            cached += run.requests().cachedTokens(i);
            prompts += run.requests().promptTokens(i);
        }
        assertTrue(cached > 0.5 * prompts, cached + " of " + prompts);
    }

    @Test
    void handsAPromptOverAndDecodesElsewhere() {
        Trace one = new Trace("one", List.of(new TraceRequest(0, 0, 1_000, 11, BlockIds.of(1, 2))));
        double linkBytes = 50e9;
        SimulationRun run = Simulation.run(pools(1, 1, linkBytes), one, IN_TURN, Watch.NONE);
        long prompt = MODEL.stepTimeNanos(StepLoad.prefill(1_000, 0));
        double bytes = 1_000.0 * MODEL.model().kvBytesPerToken();
        long transfer = LATENCY_NANOS + Math.round(bytes / linkBytes * 1e9);
        assertEquals(prompt + transfer, run.requests().firstTokenNanos(0), 5);
        long decode = 0;
        for (int i = 0; i < 10; i++) {
            decode += MODEL.stepTimeNanos(StepLoad.decode(1, 1_000 + i));
        }
        double off = run.requests().endNanos(0) - run.requests().firstTokenNanos(0) - decode;
        // The step that takes it in computes one row as a prompt's.
        assertEquals(0, off / decode, 0.02);
        assertEquals(11, run.requests().outputTokens(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void servesEveryRequestWithPools(boolean routed) {
        Trace trace =
                new SyntheticLoad(40, new Arrivals.Gamma(2), 0, PROMPT, ANSWER).trace(3, 2_000);
        SimulationRun run =
                Simulation.run(pools(4, 4, 50e9), trace, routed ? ROUTED : IN_TURN, Watch.NONE);
        for (int i = 0; i < 2_000; i++) {
            assertEquals(Fate.ACCEPTED, run.fate(i));
            assertTrue(run.requests().endNanos(i) >= run.requests().firstTokenNanos(i));
            assertEquals(trace.requests().get(i).outputTokens(), run.requests().outputTokens(i));
        }
        SimulationRun slow =
                Simulation.run(pools(4, 4, 1e9), trace, routed ? ROUTED : IN_TURN, Watch.NONE);
        assertTrue(slow.linkNanos() > 10 * run.linkNanos());
    }

    @Test
    void refusesAtTheEntranceWhatFindsNoRoomToDecode() {
        Trace one =
                new Trace(
                        "one",
                        List.of(
                                new TraceRequest(0, 0, 429_990, 11, BlockIds.consecutive(0, 840)),
                                new TraceRequest(
                                        1, 0, 429_990, 12, BlockIds.consecutive(840, 840))));
        SimulationRun run = Simulation.run(pools(1, 1, 50e9), one, IN_TURN, Watch.NONE);
        assertEquals(Fate.ACCEPTED, run.fate(0));
        assertEquals(11, run.requests().outputTokens(0));
        assertEquals(Fate.TOO_LONG, run.fate(1));
        assertEquals(RequestTable.NEVER, run.requests().firstTokenNanos(1));
    }

    @Test
    void whatIsOnItsWayWhenARunIsEndedIsNoAnswer() {
        Trace trace =
                new SyntheticLoad(40, new Arrivals.Gamma(2), 0, PROMPT, ANSWER).trace(3, 2_000);
        Watch ends = (arrived, requests, _) -> arrived < requests;
        SimulationRun run = Simulation.run(pools(4, 4, 1e3), trace, IN_TURN, ends);
        int open = 0;
        for (int i = 0; i < 2_000; i++) {
            assertEquals(trace.requests().get(i).outputTokens(), run.requests().outputTokens(i));
            open += run.requests().endNanos(i) == RequestTable.NEVER ? 1 : 0;
        }
        assertTrue(open > 1_000, open + " open");
    }

    @Test
    void draftsGainWhereStepsReadWeightsAndLittleElse() {
        Trace one = new Trace("one", List.of(new TraceRequest(0, 0, 100, 500, BlockIds.of(1))));
        EngineModel drafting =
                new EngineModel(
                        MODEL.model(),
                        MODEL.gpu(),
                        MODEL.parallelism(),
                        Tuning.of(EngineBackend.VLLM, MODEL.gpu()),
                        new SpeculativeDecoding(2.5, 4, 0.06));
        long without = decodeNanos(fleet(1), one);
        long with = decodeNanos(SimulatedFleet.uniform("d", 1, 1, drafting, LIMITS), one);
        // Alone, a step with four rows takes hardly longer than one with one; drafts add 6 %.
        assertEquals(2.5 / 1.06, (double) without / with, 0.2);
    }

    private static long decodeNanos(SimulatedFleet fleet, Trace one) {
        RequestTable requests = Simulation.run(fleet, one, IN_TURN, Watch.NONE).requests();
        return requests.endNanos(0) - requests.firstTokenNanos(0);
    }
}
