// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.gateway.admission.Notices;
import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.Measure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts what happens to budgets. Labels are measures, never names of budgets. */
public final class LimitMetrics implements Notices {

    private static final Logger LOG = LoggerFactory.getLogger(LimitMetrics.class);
    private static final int MAX_TOLD = 10_000;

    private final MeterRegistry registry;
    private final AtomicLong holds = new AtomicLong();
    private final Consumer<Budget> whenExceeded;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * Counts in {@code registry}.
     *
     * @param whenExceeded hears, once until {@link #forget}, of a soft budget that is exceeded
     */
    public LimitMetrics(MeterRegistry registry, Consumer<Budget> whenExceeded) {
        this.registry = registry;
        this.whenExceeded = whenExceeded;
        registry.gauge("wattmill_budget_holds", holds, AtomicLong::get);
    }

    @Override
    public void overran(Budget budget, long beyond) {
        registry.counter("wattmill_budget_overruns", "measure", measure(budget)).increment();
    }

    /** Each crossing is told once, in the log and on the bus; until the list of budgets changes. */
    @Override
    public void overspent(Budget budget) {
        registry.counter("wattmill_budget_overspent_requests", "measure", measure(budget))
                .increment();
        if (told.size() < MAX_TOLD && told.add(budget.id())) {
            LOG.atWarn()
                    .addKeyValue("budget", budget.id())
                    .addKeyValue("scope", budget.whose().kind())
                    .addKeyValue("owner", budget.whose().id())
                    .log("a soft budget is exceeded; its requests are served");
            whenExceeded.accept(budget);
        }
    }

    @Override
    public void holds(int change) {
        if (change != 0) {
            holds.addAndGet(change);
        }
    }

    /** Crossings are told again. */
    public void forget() {
        told.clear();
    }

    private static String measure(Budget budget) {
        return switch (budget.measure()) {
            case Measure.Money _ -> "money";
            case Measure.Tokens() -> "tokens";
            case Measure.Joules() -> "joules";
            case Measure.Limit limit -> limit.name().toLowerCase(Locale.ROOT);
        };
    }
}
