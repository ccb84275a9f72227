// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.gateway.resilience.Breaker;
import io.wattmill.gateway.resilience.BreakerConfig;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.resilience.Permit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which engine is asked next: each in its turn, but for those that have failed to tell tokens and
 * are left alone. Their breakers are not those of the engines' own work: an engine that is too busy
 * to tell tokens may well serve. One thread; monotonic nanoseconds.
 */
public final class TokenTurns {

    private final BreakerConfig config;
    private final RandomGenerator chance;
    private final Map<String, Breaker> breakers = new HashMap<>();
    private int next;

    /** Leave to ask one engine. */
    public record Turn(TokenEngine engine, Permit permit) {}

    /** Nobody has failed yet; {@code chance} spreads the pauses of those that do. */
    public TokenTurns(BreakerConfig config, RandomGenerator chance) {
        this.config = config;
        this.chance = chance;
    }

    /** The engine whose turn it is; empty when all are left alone. */
    public Optional<Turn> take(List<TokenEngine> engines, long nowNanos) {
        for (int tried = 0; tried < engines.size(); tried++) {
            TokenEngine engine = engines.get(Math.floorMod(next++, engines.size()));
            Optional<Permit> permit = breaker(engine, nowNanos).enter(nowNanos);
            if (permit.isPresent()) {
                return Optional.of(new Turn(engine, permit.get()));
            }
        }
        return Optional.empty();
    }

    /** Engines come and go: when there are too many, those that nothing speaks against go first. */
    private Breaker breaker(TokenEngine engine, long nowNanos) {
        if (breakers.size() >= config.maxEngines() && !breakers.containsKey(engine.url())) {
            breakers.values().removeIf(breaker -> breaker.isForgettable(nowNanos));
            if (breakers.size() >= config.maxEngines()) {
                breakers.clear();
            }
        }
        return breakers.computeIfAbsent(engine.url(), _ -> new Breaker(config, chance));
    }

    /** What came of it. */
    public void ended(Turn turn, Ending ending, long nowNanos) {
        breaker(turn.engine(), nowNanos).ended(turn.permit(), ending, nowNanos);
    }
}
