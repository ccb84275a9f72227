// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.scoreboard.RequestBoard;
import io.wattmill.kit.telemetry.Limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and times of requests, by model. A label is a series for ever: so only models that an
 * engine was found for have a name here, and no more of them than the configuration allows.
 */
public final class RelayMetrics {

    private static final String OTHER = "other";

    /** Operations and kinds of engine of one model, as far as they have series of their own. */
    private static final int ENGINES_PER_MODEL = 8;

    private final PrometheusMeterRegistry registry;
    private final RequestBoard board;
    private final int maxModels;
    private final ModelMeters others;
    private final GapHistograms gaps = new GapHistograms();
    private final MeteringMismatches mismatches;
    private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();
    private final Map<Served, ServerMeters> served = new ConcurrentHashMap<>();
    private final Map<EngineMeters.Whose, EngineMeters> engines = new ConcurrentHashMap<>();

    private record Served(Operation operation, String label) {}

    /** Metrics in {@code registry}; first-token times also go to {@code board}. */
    public RelayMetrics(PrometheusMeterRegistry registry, RequestBoard board, int maxModels) {
        this.registry = registry;
        this.board = board;
        this.maxModels = maxModels;
        this.others = ModelMeters.of(registry, OTHER);
        this.mismatches = new MeteringMismatches(registry);
        registry.getPrometheusRegistry().register(gaps);
    }

    /** Takes what is no meter of Micrometer's out of the registry, for the next gateway on it. */
    public void close() {
        registry.getPrometheusRegistry().unregister(gaps);
    }

    /** An engine was found for the model: from now on it has a name. */
    void found(String model) {
        if (models.containsKey(model)) {
            return;
        }
        if (models.size() < maxModels) {
            models.computeIfAbsent(model, name -> ModelMeters.of(registry, name));
        } else {
            Limits.hit(registry, "telemetry.max-models");
        }
    }

    void firstToken(String model, long nanos, long nowNanos) {
        board.firstToken(meters(model).label(), nanos / 1_000, nowNanos);
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

    /** A call was not made, for too many wait for a connection to its engine. */
    void queueFull() {
        Limits.hit(registry, "relay.max-waiting-per-engine");
    }

    /** The gateway as callers of {@code model} see it. */
    ServerMeters server(Operation operation, String model) {
        return served.computeIfAbsent(
                new Served(operation, meters(model).label()),
                key -> new ServerMeters(registry, key.operation(), key.label()));
    }

    /**
     * Calls of one kind of engine; {@link #found} has been told of the model.
     *
     * @param kind the kind of engine
     * @param requested the model that the caller asked for
     * @param answering the model as the engine calls it
     */
    EngineMeters engine(Operation operation, String kind, String requested, String answering) {
        var whose = new EngineMeters.Whose(operation, kind, meters(requested).label(), answering);
        EngineMeters known = engines.get(whose);
        return known == null ? added(whose) : known;
    }

    private EngineMeters added(EngineMeters.Whose whose) {
        boolean room = engines.size() < maxModels * ENGINES_PER_MODEL;
        if (!room) {
            Limits.hit(registry, "telemetry.max-models");
        }
        var key =
                room && !whose.requested().equals(OTHER)
                        ? whose
                        : new EngineMeters.Whose(whose.operation(), OTHER, OTHER, OTHER);
        return engines.computeIfAbsent(key, its -> new EngineMeters(registry, gaps, its));
    }

    private ModelMeters meters(String model) {
        return models.getOrDefault(model, others);
    }
}
