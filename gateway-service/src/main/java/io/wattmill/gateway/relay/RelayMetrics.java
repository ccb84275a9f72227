// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.scoreboard.RequestBoard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times of requests, by model. The number of models is bounded, for a label is a series
 * for ever.
 */
public final class RelayMetrics {

    private static final int MAX_MODELS = 64;
    private static final String OTHER = "other";
    private final MeterRegistry registry;
    private final RequestBoard board;
    private final MeteringMismatches mismatches;
    private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();

    /** Metrics in {@code registry}; first-token times also go to {@code board}. */
    public RelayMetrics(MeterRegistry registry, RequestBoard board) {
        this.registry = registry;
        this.board = board;
        this.mismatches = new MeteringMismatches(registry);
    }

    void firstToken(String model, long nanos, long nowNanos) {
        ModelMeters meters = meters(model);
        meters.firstToken().record(nanos, TimeUnit.NANOSECONDS);
        board.firstToken(meters.label(), nanos / 1_000, nowNanos);
    }

    void ended(String model, Outcome outcome, Tokens tokens, long waste) {
        meters(model).ended(outcome, tokens, waste);
        if (outcome == Outcome.OUTCOME_COMPLETED) {
            mismatches.completed(tokens);
        }
    }

    void served(String model, RequestBoard.Served served, long nowNanos) {
        board.ended(meters(model).label(), served, nowNanos);
    }

    void attemptFailed(String reason) {
        registry.counter("wattmill_gateway_attempt_failures", "reason", reason).increment();
    }

    private ModelMeters meters(String model) {
        ModelMeters known = models.get(model);
        return known == null ? added(model) : known;
    }

    private ModelMeters added(String model) {
        String label = models.size() < MAX_MODELS ? model : OTHER;
        return models.computeIfAbsent(label, name -> ModelMeters.of(registry, name));
    }
}
