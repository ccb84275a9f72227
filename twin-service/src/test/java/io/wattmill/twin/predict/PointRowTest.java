// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.WeightFormat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class PointRowTest {
    private static final Map<String, String> DEEPSEEK =
            Map.of(
                    "backend", "trtllm",
                    "model_path", "deepseek-ai/DeepSeek-R1",
                    "system", "b200_sxm",
                    "precision", "fp4",
                    "isl", "1024",
                    "osl", "1024",
                    "batch_size", "16",
                    "tp_size", "8",
                    "silicon_data_source", "x.csv; silicon_concurrency=16; measured=2026-01-14T");

    @Test
    void readsFourBitsAsTheExpertsAlone() {
        ServingPoint point = known(Map.of());
        assertEquals(WeightFormat.BF16, point.model().weights());
        assertEquals(WeightFormat.NVFP4, point.model().expertWeights());
        assertEquals(8, point.model().kvBits());
    }

    @Test
    void readsAGroupThatIsCountedTwiceOnce() {
        ServingPoint tensor =
                known(Map.of("tp_size", "64", "moe_tp_size", "8", "moe_ep_size", "8"));
        assertEquals(new Parallelism(8, 1, 1, true), tensor.spread());
        ServingPoint copies =
                known(
                        Map.of(
                                "tp_size", "1",
                                "attention_dp_size", "64",
                                "moe_tp_size", "8",
                                "moe_ep_size", "8"));
        assertEquals(new Parallelism(1, 1, 8, true), copies.spread());
    }

    @Test
    void seesMultiTokenPredictionByTheCampaign() {
        assertTrue(known(Map.of("backend_version", "1.2.0rc6.post3")).speculative());
        assertTrue(known(Map.of("backend_version", "1.1.0rc2.post2")).speculative());
        assertEquals(false, known(Map.of("backend_version", "1.2.0rc6.post2")).speculative());
    }

    @Test
    void knowsForHowManyStepsTheLaunchScriptsHoldPromptsBack() {
        Map<String, String> sglang = Map.of("backend", "sglang");
        assertEquals(new ServingPoint.Held(30, 0, 0), known(sglang).held());
        Map<String, String> elsewhere =
                Map.of("backend", "sglang", "silicon_data_source", "own measurement");
        assertEquals(ServingPoint.Held.NOT, known(elsewhere).held());
        Map<String, String> copies = Map.of("tp_size", "1", "attention_dp_size", "8");
        assertEquals(new ServingPoint.Held(0, 0, 60), known(copies).held());
    }

    @Test
    void knowsThatSglangCapturesPromptsSinceItsVersionOfApril() {
        Map<String, String> april =
                Map.of("backend", "sglang", "silicon_data_source", "x.csv; measured=2026-04-18T");
        assertTrue(known(april).captured());
        assertEquals(false, known(Map.of("backend", "sglang")).captured());
    }

    @Test
    void saysWhyARowCannotBeModelled() {
        assertEquals("GPU h900 is not in the catalogue", unknown(Map.of("system", "h900")));
        assertEquals("mode disagg", unknown(Map.of("mode", "disagg")));
        assertEquals("column isl has no number", unknown(Map.of("isl", "many")));
        assertEquals(
                "tensor parallelism does not divide the model's heads",
                unknown(Map.of("tp_size", "72")));
        assertEquals("more than 8 GPUs in one aggregated engine", unknown(Map.of("tp_size", "32")));
    }

    @Test
    void refusesAnEngineThatIsNotThere() {
        Map<String, String> one =
                Map.of(
                        "model_path", "meta-llama/Llama-3.1-405B",
                        "system", "h100_sxm",
                        "precision", "bf16",
                        "tp_size", "1");
        assertEquals("the weights leave no room for KV cache", unknown(one));
        Map<String, String> small = with(one, "model_path", "meta-llama/Llama-3.1-8B");
        assertEquals("one context exceeds the KV cache", unknown(with(small, "isl", "1000000")));
        known(with(small, "isl", "100000"));
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertEquals("column isl has no number", unknown(Map.of("isl", "Infinity")));
        assertEquals("column osl has no number", unknown(Map.of("osl", "NaN")));
        assertEquals("column isl is more than 1e9", unknown(Map.of("isl", "1e300")));
        assertEquals(
                "column attention_dp_size is more than 1024",
                unknown(Map.of("attention_dp_size", "2147483647", "tp_size", "2")));
        assertEquals(
                "column silicon_concurrency has no number",
                unknown(Map.of("silicon_data_source", "silicon_concurrency=0")));
    }

    @Test
    void aDateFarFromTheOthersChangesLittle() {
        Prediction old = told(Map.of("silicon_data_source", "x.csv; measured=0001-01-01"));
        Prediction now = told(Map.of("silicon_data_source", "x.csv; measured=2026-01-01"));
        assertEquals(1, old.tpotSeconds() / now.tpotSeconds(), 0.5);
    }

    @Test
    void tellsLongerTimesForMoreClients() {
        Prediction few = told(Map.of());
        Prediction many = told(Map.of("silicon_data_source", "x.csv; silicon_concurrency=128"));
        assertTrue(many.tpotSeconds() > few.tpotSeconds());
        assertTrue(many.ttftSeconds() > few.ttftSeconds());
    }

    @Test
    void makesThoseWaitWhoseContextFindsNoRoom() {
        Map<String, String> large =
                Map.of(
                        "model_path", "meta-llama/Llama-3.1-70B",
                        "system", "h100_sxm",
                        "precision", "fp8",
                        "tp_size", "1",
                        "isl", "2048");
        Prediction one = told(with(large, "silicon_data_source", "silicon_concurrency=1"));
        Prediction many = told(with(large, "silicon_data_source", "silicon_concurrency=64"));
        assertTrue(many.ttftSeconds() > 100 * one.ttftSeconds(), () -> many + " " + one);
    }

    private static Prediction told(Map<String, String> changes) {
        ServingPoint point = known(changes);
        return Predictor.predict(point, ServingTunings.of(point));
    }

    private static ServingPoint known(Map<String, String> changes) {
        return assertInstanceOf(PointReading.Known.class, read(changes)).point();
    }

    private static String unknown(Map<String, String> changes) {
        return assertInstanceOf(PointReading.Unknown.class, read(changes)).reason();
    }

    private static PointReading read(Map<String, String> changes) {
        Map<String, String> cells = new HashMap<>(DEEPSEEK);
        cells.putAll(changes);
        return new PointRow(cells).read();
    }

    private static Map<String, String> with(Map<String, String> cells, String name, String text) {
        Map<String, String> more = new HashMap<>(cells);
        more.put(name, text);
        return more;
    }
}
