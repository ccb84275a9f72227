// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.scoreboard.RequestBoard;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times of requests, by model. The number of models is bounded, for a label is a series
 * for ever.
 */
public final class RelayMetrics {

    private static final int MAX_MODELS = 64;
    private static final String OTHER = "other";
    private static final Duration[] TTFT_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final RequestBoard board;
    private final Set<String> models = ConcurrentHashMap.newKeySet();

    /** Metrics in {@code registry}; first-token times also go to {@code board}. */
    public RelayMetrics(MeterRegistry registry, RequestBoard board) {
        this.registry = registry;
        this.board = board;
    }

    void firstToken(String model, long nanos, long nowNanos) {
        String label = label(model);
        Timer.builder("wattmill_gateway_time_to_first_token")
                .serviceLevelObjectives(TTFT_BUCKETS)
                .tag("model", label)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
        board.firstToken(label, nanos / 1_000, nowNanos);
    }

    void ended(String model, Outcome outcome, Tokens tokens, long waste) {
        String label = label(model);
        String how = outcome.name().substring("OUTCOME_".length()).toLowerCase(Locale.ROOT);
        registry.counter("wattmill_gateway_requests", "model", label, "outcome", how).increment();
        count(label, "input", tokens.vector().getInputUncached());
        count(label, "cached", tokens.vector().getCacheRead());
        count(label, "output", tokens.vector().getOutput());
        count(label, "waste", waste);
        if (outcome == Outcome.OUTCOME_COMPLETED
                && tokens.source() != UsageSource.USAGE_SOURCE_ENGINE) {
            registry.counter("wattmill_metering_mismatch").increment();
        }
    }

    void served(String model, RequestBoard.Served served, long nowNanos) {
        board.ended(label(model), served, nowNanos);
    }

    void attemptFailed(String reason) {
        registry.counter("wattmill_gateway_attempt_failures", "reason", reason).increment();
    }

    private void count(String model, String kind, long tokens) {
        registry.counter("wattmill_gateway_tokens", "model", model, "kind", kind).increment(tokens);
    }

    private String label(String model) {
        if (models.contains(model)) {
            return model;
        }
        return models.size() < MAX_MODELS && models.add(model) ? model : OTHER;
    }
}
