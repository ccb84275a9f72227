// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.EngineShape;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.OperatingPoint;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** An engine is predicted by the factors of the software that its agent says it is. */
class BackendsTest {
    private static final StepLoad DECODE = StepLoad.decode(32, 32_000);
    private static final StepLoad PROMPT = StepLoad.prefill(2_048, 0);

    private static Dispatcher router(String kind) {
        Dispatcher router =
                new Dispatcher(
                        new Fleet(Samples.rules()),
                        new LeastTtft(20_000),
                        new DispatchRules(4, 100, Long.MAX_VALUE, 1_000, 1));
        router.fleet().join(Samples.of(kind, "n1"), at(0));
        router.report("n1", Samples.idle("n1"), at(1));
        return router;
    }

    private static Engine engine(String kind) {
        return router(kind).fleet().engine(Samples.engine("n1")).orElseThrow();
    }

    private static EngineModel fitted(EngineBackend backend) {
        return new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, Parallelism.tensor(1), backend);
    }

    private static Prediction predicted(String kind) {
        PlacementRequest request =
                new PlacementRequest(
                        new Attempt("r", 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(2_048, 0, 1),
                        1_000,
                        Set.of(),
                        Map.of());
        return ((Placed) router(kind).place(request, at(2))).prediction();
    }

    @ParameterizedTest
    @CsvSource({
        "vllm, VLLM",
        "sglang, SGLANG",
        "tensorrt-llm, TRTLLM",
        "triton, VLLM",
        "llama.cpp, VLLM",
        "tgi, VLLM",
        "ollama, VLLM",
        "something new, VLLM"
    })
    void isTheOneThatTheAgentTells(String kind, EngineBackend backend) {
        EngineModel model = engine(kind).shape().model();
        assertEquals(backend, model.backend());
        assertEquals(fitted(backend).seconds(DECODE), model.seconds(DECODE), 0);
        assertEquals(fitted(backend).seconds(PROMPT), model.seconds(PROMPT), 0);
    }

    @Test
    void predictsAnSglangEngineAsTheCalibrationSays() {
        long longer =
                fitted(EngineBackend.SGLANG).stepTimeNanos(PROMPT)
                        - fitted(EngineBackend.VLLM).stepTimeNanos(PROMPT);
        assertTrue(longer > 1_000_000, "0.76 ms per step alone, and it is " + longer + " ns");
        assertEquals(
                longer,
                predicted("sglang").ttftNanos() - predicted("vllm").ttftNanos(),
                longer * 1e-6);
        assertTrue(predicted("sglang").tpotNanos() > predicted("vllm").tpotNanos());
    }

    @Test
    void staysTheSameWhenItsGpusRunSlower() {
        EngineShape shape = engine("sglang").shape();
        EngineShape slower = shape.at(new OperatingPoint(0, 50));
        assertEquals(EngineBackend.SGLANG, slower.model().backend());
        assertEquals(
                new EngineModel(
                                Models.LLAMA_3_1_8B,
                                Gpus.H100_SXM.atClock(0.5),
                                Parallelism.tensor(1),
                                EngineBackend.SGLANG)
                        .seconds(PROMPT),
                slower.model().seconds(PROMPT),
                0);
    }

    @Test
    void isAnotherKindOfEngineThanVllmOnTheSameGpus() {
        Dispatcher router = router("vllm");
        router.fleet().join(Samples.of("sglang", "n2"), at(2));
        List<String> kinds =
                Stream.of("n1", "n2")
                        .map(node -> router.fleet().engine(Samples.engine(node)).orElseThrow())
                        .map(engine -> router.slot(engine).kind())
                        .toList();
        assertEquals(List.of("llama-3.1-8b 1xh100-sxm", "llama-3.1-8b 1xh100-sxm sglang"), kinds);
    }

    @Test
    void isAnotherKindWhereItIsSpreadOtherwise() {
        EngineShape spread =
                EngineShape.of(
                        List.of("llama-3.1-70b"),
                        "h200-sxm",
                        new Parallelism(4, 2, 1, false),
                        EngineBackend.VLLM);
        EngineShape tensor = EngineShape.of(List.of("llama-3.1-70b"), "h200-sxm", 8);
        assertEquals("llama-3.1-70b 8xh200-sxm tp4 pp2 dp1", spread.label());
        assertEquals("llama-3.1-70b 8xh200-sxm", tensor.label());
        assertTrue(spread.known() && !spread.isAlike(tensor));
        assertEquals(
                2 * 4 * Gpus.H200_SXM.power().idleMilliwatts(),
                spread.model().idlePowerMilliwatts());
    }

    @Test
    void isPredictedAnewWhenItsNodeComesBackAsAnother() {
        Dispatcher router = router("vllm");
        Engine before = router.fleet().engine(Samples.engine("n1")).orElseThrow();
        EngineSlot slot = router.slot(before);
        router.fleet().join(Samples.of("sglang", "n1"), at(2));
        Engine after = router.fleet().engine(Samples.engine("n1")).orElseThrow();
        assertTrue(slot.fits(before) && !slot.fits(after));
        assertEquals("llama-3.1-8b 1xh100-sxm sglang", router.slot(after).kind());
    }
}
