// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.EngineShape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ForecastTest {
    private static final EngineShape ENGINE =
            EngineShape.of(List.of("llama-3.1-8b"), "h100-sxm", 1);
    private static final RequestShape REQUEST = new RequestShape(2_000, 0, 200);
    private static final long NOW = 1_000_000_000_000L;

    private final Forecast forecast = new Forecast(ENGINE, new EngineLimits(400_000, 256, 8192));

    private Prediction predict(RequestShape request, long nowNanos) {
        return forecast.predict(request, ENGINE.model().coefficients(), nowNanos);
    }

    @Test
    void promisesAnIdleEnginesFirstTokenAfterItsOwnPrompt() {
        long prompt =
                ENGINE.model().stepTimeNanos(io.wattmill.router.engine.StepLoad.prefill(2_000, 0));
        assertEquals(prompt, predict(REQUEST, NOW).ttftNanos());
    }

    @Test
    void countsWorkFromTheMomentItIsPlaced() {
        long idle = predict(REQUEST, NOW).ttftNanos();
        forecast.placed(REQUEST, NOW);
        long behindOne = predict(REQUEST, NOW).ttftNanos();
        forecast.placed(REQUEST, NOW);
        long behindTwo = predict(REQUEST, NOW).ttftNanos();
        assertEquals(2.0, (double) behindOne / idle, 0.05);
        assertEquals(3.0, (double) behindTwo / idle, 0.1);
    }

    @Test
    void letsTheBacklogMeltWithTime() {
        for (int i = 0; i < 10; i++) {
            forecast.placed(REQUEST, NOW);
        }
        long full = predict(REQUEST, NOW).ttftNanos();
        long later = predict(REQUEST, NOW + 100_000_000).ttftNanos();
        assertEquals(100.0, (full - later) / 1e6, 1.0);
    }

    @Test
    void expectsLessOfAPromptThatIsCached() {
        RequestShape cached = new RequestShape(2_000, 1_800, 200);
        assertTrue(predict(cached, NOW).ttftNanos() < predict(REQUEST, NOW).ttftNanos() / 2);
        assertTrue(
                predict(cached, NOW).energyMicrojoules()
                        < predict(REQUEST, NOW).energyMicrojoules());
        assertEquals(1_800, predict(cached, NOW).cachedTokens());
    }

    @Test
    void waitsForAPlaceWhenTheBatchIsFull() {
        Forecast small = new Forecast(ENGINE, new EngineLimits(400_000, 2, 8192));
        RequestShape two = new RequestShape(100, 0, 1_000);
        for (int i = 0; i < 2; i++) {
            small.placed(two, NOW);
            small.firstToken(two, NOW);
        }
        long ttft = small.predict(two, ENGINE.model().coefficients(), NOW).ttftNanos();
        assertTrue(ttft > 2_000_000_000L, "1,000 tokens at 7 ms have to end first: " + ttft);
    }

    @Test
    void waitsForKvCacheWhenItIsFull() {
        Forecast small = new Forecast(ENGINE, new EngineLimits(10_000, 256, 8192));
        RequestShape large = new RequestShape(8_000, 0, 1_000);
        small.placed(large, NOW);
        small.firstToken(large, NOW);
        long ttft = small.predict(large, ENGINE.model().coefficients(), NOW).ttftNanos();
        assertTrue(ttft > 1_000_000_000L, "the other has to end first: " + ttft);
    }

    @Test
    void seesWorkThatOthersPlacedOnceTwoReportsAgree() {
        long alone = predict(REQUEST, NOW).tpotNanos();
        forecast.reported(64, 500_000);
        assertEquals(alone, predict(REQUEST, NOW).tpotNanos(), "one report may be stale");
        forecast.reported(64, 500_000);
        assertTrue(predict(REQUEST, NOW).tpotNanos() > alone * 3 / 2);
        forecast.reported(0, 0);
        assertEquals(alone, predict(REQUEST, NOW).tpotNanos());
    }

    @Test
    void addsFewerJoulesToABatchThanToAnIdleEngine() {
        long idle = predict(REQUEST, NOW).marginalMicrojoules();
        RequestShape running = new RequestShape(100, 0, 200);
        for (int i = 0; i < 32; i++) {
            forecast.placed(running, NOW);
            forecast.firstToken(running, NOW);
        }
        assertTrue(predict(REQUEST, NOW).marginalMicrojoules() < idle / 2);
    }

    @Property(tries = 200)
    void isIdleAgainWhenAllWorkHasEnded(@ForAll long seed) {
        Random random = new Random(seed);
        Forecast any = new Forecast(ENGINE, new EngineLimits(400_000, 256, 8192));
        long idle = any.predict(REQUEST, ENGINE.model().coefficients(), NOW).ttftNanos();
        List<Runnable> ends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RequestShape shape =
                    new RequestShape(1 + random.nextInt(9_000), 0, 1 + random.nextInt(500));
            any.placed(shape, NOW);
            boolean decodes = random.nextBoolean();
            int produced = decodes ? random.nextInt(300) : 0;
            if (decodes) {
                any.firstToken(shape, NOW);
                any.produced(produced);
            }
            ends.add(() -> any.released(shape, decodes, produced, NOW));
            assertTrue(
                    any.predict(REQUEST, ENGINE.model().coefficients(), NOW).ttftNanos() >= idle);
        }
        java.util.Collections.shuffle(ends, random);
        ends.forEach(Runnable::run);
        assertEquals(0, any.work().inFlight());
        assertEquals(0, any.work().contextTokens());
        assertEquals(0, any.work().prefillTokens());
        assertEquals(idle, any.predict(REQUEST, ENGINE.model().coefficients(), NOW).ttftNanos());
    }
}
