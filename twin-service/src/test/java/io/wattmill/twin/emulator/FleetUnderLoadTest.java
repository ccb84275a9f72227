// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Await;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

class FleetUnderLoadTest {
    private static final String ENDLESS = "\"stream\":true,\"ignore_eos\":true,\"max_tokens\":";

    private static CompletableFuture<HttpResponse<String>> start(
            RunningFleet fleet, String content, String fields) {
        var request = fleet.chat(content, fields);
        return fleet.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void sixtyFourStreamsRunAtOnceAndEveryTokenIsCounted() {
        try (var fleet = new RunningFleet("nodes: 1, speed: 20")) {
            var answers =
                    IntStream.range(0, 64)
                            .mapToObj(i -> start(fleet, "stream " + i, ENDLESS + (40 + i)))
                            .toList();
            for (int i = 0; i < 64; i++) {
                var answer = SseAnswer.of(answers.get(i).join().body());
                assertEquals(40 + i, answer.deltas());
            }
            assertEquals(64 * 40 + 63 * 32, fleet.engineMetric("vllm:generation_tokens_total"));
            assertEquals(64, fleet.engineMetric("vllm:request_success_total"));
            assertEquals(64, fleet.engineMetric("vllm:time_to_first_token_seconds_count"));
            assertEquals(0, fleet.engineMetric("vllm:num_requests_running"));
        }
    }

    @Test
    void aClientThatLeavesStopsItsSequenceWithinOneStep() throws Exception {
        try (var fleet = new RunningFleet("nodes: 1, speed: 1")) {
            var request = fleet.chat("leave", ENDLESS + "100000");
            var body = fleet.client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
            Await.until(() -> fleet.engineMetric("vllm:generation_tokens_total") > 20, "20 tokens");
            body.close();
            Await.until(
                    () -> fleet.engineMetric("vllm:num_requests_running") == 0, "left the batch");
            double made = fleet.engineMetric("vllm:generation_tokens_total");
            assertEquals(0, fleet.engineMetric("vllm:kv_cache_usage_perc"));
            // Idle is only shown once the step that was running has ended: no token came after it.
            Await.until(() -> fleet.deviceMetric("DCGM_FI_DEV_GPU_UTIL") == 0, "idle");
            assertEquals(made, fleet.engineMetric("vllm:generation_tokens_total"));
            assertTrue(made < 1_000);
        }
    }

    @Test
    void aFullKvCacheQueuesRequestsAndServesThemAll() {
        var settings = "nodes: 1, speed: 2, engine: {kv-capacity-tokens: 1500}";
        try (var fleet = new RunningFleet(settings)) {
            var content = "abc ".repeat(400);
            var answers =
                    IntStream.range(0, 12)
                            .mapToObj(i -> start(fleet, i + " " + content, ENDLESS + 150))
                            .toList();
            Await.until(() -> fleet.engineMetric("vllm:num_requests_waiting") > 0, "a queue");
            answers.forEach(
                    answer -> assertEquals(150, SseAnswer.of(answer.join().body()).deltas()));
            assertEquals(12 * 150, fleet.engineMetric("vllm:generation_tokens_total"));
            assertTrue(fleet.engineMetric("vllm:num_preemptions_total") > 0);
            assertEquals(0, fleet.engineMetric("vllm:kv_cache_usage_perc"));
        }
    }

    @Test
    void aFullQueueRefusesAndIsCounted() {
        var settings = "nodes: 1, engine: {max-running: 1, max-waiting: 2}";
        try (var fleet = new RunningFleet(settings)) {
            var first = start(fleet, "first", ENDLESS + 100_000);
            Await.until(() -> fleet.engineMetric("vllm:num_requests_running") == 1, "one runs");
            IntStream.range(0, 2).forEach(i -> start(fleet, "next " + i, ENDLESS + 100_000));
            Await.until(() -> fleet.engineMetric("vllm:num_requests_waiting") == 2, "two wait");
            var refused = fleet.send(fleet.chat("third", ENDLESS + 10));
            assertEquals(503, refused.statusCode());
            assertTrue(
                    fleet.services
                            .metrics()
                            .scrape()
                            .contains(
                                    "wattmill_limit_hits_total{limit=\"twin.emulator.engine.max-waiting\"}"
                                        + " 1.0"));
            assertTrue(!first.isDone());
        }
    }

    @Test
    void aReaderThatDoesNotReadIsCutOff() throws Exception {
        var settings = "nodes: 1, speed: 5000, limits: {stream-buffer-bytes: 1024}";
        try (var fleet = new RunningFleet(settings)) {
            var request = fleet.chat("slow", ENDLESS + 120_000);
            fleet.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            Await.until(
                    () -> fleet.engineMetric("vllm:request_success_total") == 1,
                    "given up or done");
            var metrics = fleet.services.metrics().scrape();
            assertTrue(metrics.contains("limit=\"twin.emulator.limits.stream-buffer-bytes\"} 1.0"));
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        try (var fleet = new RunningFleet("nodes: 1, limits: {body-bytes: 2048}")) {
            var refused = fleet.send(fleet.chat("x".repeat(3_000), ""));
            assertEquals(413, refused.statusCode());
            assertTrue(refused.body().contains("2048"));
        }
    }

    @Test
    void aDrainingFleetFinishesWhatItHasAndRefusesMore() {
        try (var fleet = new RunningFleet("nodes: 2")) {
            var running = start(fleet, "running", ENDLESS + 200);
            Await.until(() -> fleet.engineMetric("vllm:num_requests_running") == 1, "it runs");
            var drained = fleet.fleet.drain();
            Await.until(() -> fleet.send(fleet.chat("late", "")).statusCode() == 503, "refusal");
            Await.await(drained);
            assertEquals(200, SseAnswer.of(running.join().body()).deltas());
        }
    }

    @Test
    void aStreamTakesTheTimeThatTheModelSays() {
        try (var fleet = new RunningFleet("nodes: 1")) {
            var model = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
            long modelled = model.stepTimeNanos(StepLoad.prefill(9, 0));
            for (int token = 1; token < 60; token++) {
                modelled += model.stepTimeNanos(StepLoad.decode(1, 8 + token));
            }
            long before = System.nanoTime();
            SseAnswer.of(fleet.send(fleet.chat("hello", ENDLESS + 60)).body());
            assertTrue(System.nanoTime() - before >= modelled);
            double seconds = fleet.engineMetric("vllm:e2e_request_latency_seconds_sum");
            assertEquals(modelled, Math.round(seconds * 1e9));
        }
    }
}
