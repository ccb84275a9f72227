// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.placement.EngineSlot;
import io.wattmill.router.placement.RegretBook;
import io.wattmill.router.prediction.OutputLengths;
import io.wattmill.router.prediction.PredictionError;
import io.wattmill.router.prediction.PredictionErrors;

import java.util.HashMap;
import java.util.Map;

/**
 * How well the router predicts, by kind of engine, and what requests lost by where they went, by
 * mode. Kinds beyond {@code MOST} are not told.
 */
public final class LearningMetrics {
    private static final int MOST = 64;
    private static final double NANOS = 1e9;
    private static final double MICRO = 1e6;

    private final MeterRegistry registry;
    private final Latest output;
    private final Counter full;
    private final Map<String, Told> kinds = new HashMap<>();
    private final Map<String, RegretBook.Totals> shown = new HashMap<>();

    /** The last figures of one quantity of one kind: gauges are read from other threads. */
    private record Error(double bias, double relative, double belowP90) {
        static final Error NONE = new Error(1, 0, 0);

        static Error of(PredictionError error) {
            return new Error(error.bias(), error.relative(), error.belowP90());
        }
    }

    private static final class Latest {
        private volatile Error error = Error.NONE;
    }

    private record Told(Latest ttft, Latest tpot, Latest joules) {}

    public LearningMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.output = gauges("all", "output");
        this.full = registry.counter(Limits.COUNTER, "limit", "router.placement.output-lengths");
    }

    /** Tells how things stand. */
    public void show(Dispatcher router) {
        for (Node node : router.nodes()) {
            for (Engine engine : node.engines()) {
                kind(router.slot(engine));
            }
        }
        router.regrets().each(this::regret);
        lengths(router.lengths());
    }

    private void lengths(OutputLengths lengths) {
        output.error = Error.of(lengths.error());
        full.increment(lengths.forgotten() - full.count());
    }

    private void kind(EngineSlot slot) {
        String kind = slot.kind();
        if (kinds.containsKey(kind) || kinds.size() < MOST) {
            PredictionErrors.Kind errors = slot.errors().kind();
            Told told = kinds.computeIfAbsent(kind, this::gauges);
            told.ttft().error = Error.of(errors.ttft());
            told.tpot().error = Error.of(errors.tpot());
            told.joules().error = Error.of(errors.joules());
        }
    }

    private Told gauges(String kind) {
        return new Told(gauges(kind, "ttft"), gauges(kind, "tpot"), gauges(kind, "joules"));
    }

    private Latest gauges(String kind, String what) {
        Latest told = new Latest();
        Tags tags = Tags.of("kind", kind, "what", what);
        registry.gauge(
                "wattmill_router_prediction_bias", tags, told, latest -> latest.error.bias());
        registry.gauge(
                "wattmill_router_prediction_error", tags, told, latest -> latest.error.relative());
        registry.gauge(
                "wattmill_router_prediction_below_p90",
                tags,
                told,
                latest -> latest.error.belowP90());
        return told;
    }

    private void regret(String mode, RegretBook.Totals now) {
        RegretBook.Totals before = shown.getOrDefault(mode, RegretBook.Totals.NONE);
        add("wattmill_router_regret_requests", mode, now.requests() - before.requests());
        add("wattmill_router_regret_seconds", mode, (now.nanos() - before.nanos()) / NANOS);
        double microjoules = now.microjoules() - before.microjoules();
        add("wattmill_router_regret_joules", mode, microjoules / MICRO);
        shown.put(mode, now);
    }

    private void add(String name, String mode, double more) {
        registry.counter(name, "mode", mode).increment(more);
    }
}
