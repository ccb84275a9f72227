// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.tokens.TokenTurns.Turn;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

class TokenTurnsTest {
    private static final TokenEngine ONE = new TokenEngine("http://one", true, "");
    private static final TokenEngine TWO = new TokenEngine("http://two", true, "");
    private static final long HOUR = 3_600_000_000_000L;

    private final TokenTurns turns = turns("4096");

    private static TokenTurns turns(String engines) {
        TokensConfig config =
                Configuration.parse("", Map.of("WATTMILL_TOKENS_BREAKER_MAX_ENGINES", engines))
                        .section("tokens", TokensConfig.class);
        return new TokenTurns(config.breaker(), new SplittableRandom(1));
    }

    private void fails(TokenEngine engine) {
        for (int i = 0; i < 5; i++) {
            Turn turn = turns.take(List.of(engine), 0).orElseThrow();
            turns.ended(turn, new Ending.Bad("late"), 0);
        }
    }

    @Test
    void everyEngineHasItsTurn() {
        Set<TokenEngine> asked = new HashSet<>();
        asked.add(turns.take(List.of(ONE, TWO), 0).orElseThrow().engine());
        asked.add(turns.take(List.of(ONE, TWO), 0).orElseThrow().engine());
        assertEquals(Set.of(ONE, TWO), asked);
    }

    @Test
    void oneThatFailsIsLeftAloneForATimeAndTheOthersAreAsked() {
        fails(ONE);
        assertTrue(turns.take(List.of(ONE), 0).isEmpty());
        for (int i = 0; i < 4; i++) {
            assertEquals(TWO, turns.take(List.of(ONE, TWO), 0).orElseThrow().engine());
        }
        Turn again = turns.take(List.of(ONE), HOUR).orElseThrow();
        assertTrue(turns.take(List.of(ONE), HOUR).isEmpty(), "one call at a time finds out");
        turns.ended(again, Ending.GOOD, HOUR);
        assertTrue(turns.take(List.of(ONE), HOUR).isPresent());
    }

    @Test
    void noMoreEnginesAreRememberedThanMayBe() {
        TokenTurns few = turns("1");
        for (int i = 0; i < 100; i++) {
            TokenEngine engine = new TokenEngine("http://" + i, true, "");
            Turn turn = few.take(List.of(engine), 0).orElseThrow();
            few.ended(turn, new Ending.Bad("late"), 0);
        }
        assertTrue(few.take(List.of(ONE), 0).isPresent());
    }

    @Test
    void nobodyIsAskedWhereThereIsNobody() {
        assertTrue(turns.take(List.of(), 0).isEmpty());
    }
}
