// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.gateway.resilience.RetryBudget;
import io.wattmill.gateway.resilience.RetryConfig;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Ticker;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The retry budgets of the models that are served. The number of models is bounded, for a label is
 * a series for ever: those beyond share a budget. For any number of threads.
 */
public final class Retries {

    private static final int MAX_MODELS = 64;
    private static final String OTHER = "other";

    private final RetryConfig config;
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final Map<String, Shared> models = new ConcurrentHashMap<>();

    /** A budget that event loops share. */
    private record Shared(String label, RetryBudget budget) {

        synchronized void request(long now) {
            budget.request(now);
        }

        synchronized void giveBack(long now) {
            budget.giveBack(now);
        }

        synchronized boolean take(long now) {
            return budget.take(now);
        }
    }

    /** Budgets that nothing was taken from. */
    public Retries(RetryConfig config, Ticker ticker, MeterRegistry metrics) {
        this.config = config;
        this.ticker = ticker;
        this.metrics = metrics;
    }

    /** A request for {@code model} was placed. */
    void request(String model) {
        of(model).request(ticker.nanos());
    }

    /** Takes one further call of a model; empty when it would be one too many. */
    Optional<Fare> take(String model, String reason) {
        Shared shared = of(model);
        if (shared.take(ticker.nanos())) {
            return Optional.of(new Fare(shared, reason));
        }
        Limits.hit(metrics, "relay.retry-budget");
        return Optional.empty();
    }

    /** A further call that may be made. */
    final class Fare {

        private final Shared shared;
        private final String reason;

        private Fare(Shared shared, String reason) {
            this.shared = shared;
            this.reason = reason;
        }

        /** It is made. */
        void used() {
            metrics.counter("wattmill_retries", "model", shared.label(), "reason", reason)
                    .increment();
        }

        /** There is no engine to make it to. */
        void giveBack() {
            shared.giveBack(ticker.nanos());
        }
    }

    private Shared of(String model) {
        Shared known = models.get(model);
        return known == null ? added(model) : known;
    }

    private Shared added(String model) {
        String label = models.size() < MAX_MODELS ? model : OTHER;
        return models.computeIfAbsent(label, name -> new Shared(name, new RetryBudget(config)));
    }
}
