// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.PrefillLeg;
import io.wattmill.gateway.resilience.BreakerConfig;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.resilience.Permit;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The circuit breakers of the engines that failed lately: one that never failed has none, and while
 * all are closed a request costs a look at a number. For any number of threads.
 */
public final class Breakers {

    private final BreakerConfig config;
    private final Clock clock;
    private final Ticker ticker;
    private final Observer observer;
    private final MeterRegistry metrics;
    private final Map<EngineName, Fuse> fuses = new ConcurrentHashMap<>();
    private final AtomicInteger notClosed = new AtomicInteger();

    /** How many fuses there are, exactly: the map counts a removal only after others may add. */
    private final AtomicInteger kept = new AtomicInteger();

    /** An engine of the fleet. */
    record EngineName(String node, String engine) {

        static EngineName of(PrefillLeg leg) {
            return new EngineName(leg.getNodeId(), leg.getEngineId());
        }

        static EngineName of(Placed placed) {
            return new EngineName(placed.getNodeId(), placed.getEngineId());
        }
    }

    /** No breakers yet; {@code observer} tells the router what they do. */
    public Breakers(
            BreakerConfig config,
            Clock clock,
            Ticker ticker,
            Observer observer,
            MeterRegistry metrics) {
        this.config = config;
        this.clock = clock;
        this.ticker = ticker;
        this.observer = observer;
        this.metrics = metrics;
    }

    /** Nodes whose engine of {@code model} must not be chosen now. */
    List<String> keptOut(String model) {
        return nodes(model, fuse -> fuse.keepsOut(ticker.nanos()));
    }

    /** Those of them that asked for it themselves. */
    List<String> resting(String model) {
        return nodes(model, fuse -> fuse.isResting(ticker.nanos()));
    }

    private List<String> nodes(String model, Predicate<Fuse> which) {
        if (notClosed.get() == 0) {
            return List.of();
        }
        List<String> nodes = new ArrayList<>();
        fuses.forEach(
                (name, fuse) -> {
                    if (fuse.serves(model) && which.test(fuse)) {
                        nodes.add(name.node());
                    }
                });
        return nodes;
    }

    /**
     * Whole seconds until the first of the model's breakers lets a call pass; empty if one does.
     */
    OptionalInt secondsUntilCall(String model) {
        long now = ticker.nanos();
        return fuses.values().stream()
                .filter(fuse -> fuse.serves(model) && fuse.keepsOut(now))
                .mapToInt(fuse -> fuse.secondsLeft(now))
                .min();
    }

    /** Leave to call the engine that was chosen; empty while its breaker keeps it out. */
    Optional<Permit> enter(EngineName engine, String model, boolean forced) {
        Fuse fuse = fuses.get(engine);
        return fuse == null
                ? Optional.of(Permit.FREE)
                : fuse.enter(model, forced, ticker.nanos(), this::changed);
    }

    /** An engine that was called has begun to answer. */
    void answered(EngineName engine, Permit permit) {
        Fuse fuse = fuses.get(engine);
        if (fuse != null) {
            fuse.answered(permit, this::changed);
        }
    }

    /** A call of {@code model} has ended. */
    void ended(EngineName name, String model, Permit permit, Ending ending) {
        if (ending instanceof Ending.Bad || ending instanceof Ending.Rest) {
            failed(name, model, permit, ending);
            return;
        }
        Fuse fuse = fuses.get(name);
        if (fuse != null) {
            fuse.ended(model, permit, ending, ticker.nanos(), this::changed);
        }
    }

    /**
     * Found and changed in one step: a fuse that is forgotten meanwhile would open where nobody
     * looks, and never close.
     */
    private void failed(EngineName name, String model, Permit permit, Ending ending) {
        if (!fuses.containsKey(name) && kept.get() >= config.maxEngines()) {
            forget();
        }
        Fuse its =
                fuses.compute(
                        name,
                        (_, known) -> {
                            Fuse fuse = known == null ? added(name) : known;
                            if (fuse != null) {
                                fuse.ended(model, permit, ending, ticker.nanos(), this::changed);
                            }
                            return fuse;
                        });
        if (its == null) {
            Limits.hit(metrics, "relay.breaker.max-engines");
        }
    }

    private @Nullable Fuse added(EngineName name) {
        int most = config.maxEngines();
        boolean roomy = kept.getAndUpdate(count -> Math.min(count + 1, most)) < most;
        return roomy ? new Fuse(name, config, metrics) : null;
    }

    /** Those that nothing speaks against: what is only read of them changes them no more. */
    private void forget() {
        long now = ticker.nanos();
        for (EngineName name : fuses.keySet()) {
            fuses.computeIfPresent(name, (_, fuse) -> fuse.forget(now) ? gone() : fuse);
        }
    }

    private @Nullable Fuse gone() {
        kept.decrementAndGet();
        return null;
    }

    private void changed(Fuse fuse, int opened) {
        notClosed.addAndGet(opened);
        observer.tell(fuse.told(clock.nowUs(), ticker.nanos()));
    }
}
