// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.meter.Tokens;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The meters of one model, looked up once: finding a meter by name and labels costs more than
 * counting with it, and every request does so five times.
 *
 * @param label the model's name in the metrics
 */
record ModelMeters(
        String label,
        Map<Outcome, Counter> outcomes,
        Counter input,
        Counter cached,
        Counter output,
        Counter waste) {

    static ModelMeters of(MeterRegistry registry, String label) {
        return new ModelMeters(
                label,
                outcomes(registry, label),
                tokens(registry, label, "input"),
                tokens(registry, label, "cached"),
                tokens(registry, label, "output"),
                tokens(registry, label, "waste"));
    }

    private static Map<Outcome, Counter> outcomes(MeterRegistry registry, String label) {
        var counters = new EnumMap<Outcome, Counter>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            String how = outcome.name().replaceFirst("^OUTCOME_", "").toLowerCase(Locale.ROOT);
            counters.put(
                    outcome,
                    registry.counter("wattmill_gateway_requests", "model", label, "outcome", how));
        }
        return counters;
    }

    private static Counter tokens(MeterRegistry registry, String label, String kind) {
        return registry.counter("wattmill_gateway_tokens", "model", label, "kind", kind);
    }

    void ended(Outcome outcome, Tokens tokens, long wasted) {
        Counter how = outcomes.get(outcome);
        if (how != null) {
            how.increment();
        }
        input.increment(tokens.vector().getInputUncached());
        cached.increment(tokens.vector().getCacheRead());
        output.increment(tokens.vector().getOutput());
        waste.increment(wasted);
    }
}
