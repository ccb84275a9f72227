// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.kvevents.BlockChanges;
import io.wattmill.router.kvevents.EventLimits;
import io.wattmill.router.kvevents.KvStream;
import io.wattmill.router.kvevents.Wire;
import io.wattmill.router.kvevents.Wire.Encoding;
import io.wattmill.router.prefix.PrefixLimits;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class ToldCachesTest {
    private static final EngineKey ENGINE = new EngineKey("n", "e");
    private static final int BLOCK = 16;
    private static final int[] TOKENS = IntStream.range(0, 8 * BLOCK).toArray();
    private static final EventLimits LIMITS =
            new EventLimits(1 << 20, 100, 1_000, 100_000, 16, 1_000, 100, 1 << 20);

    private final ToldCaches caches = new ToldCaches(PrefixLimits.DEFAULT);

    private static TokenPrefix prompt(int blockTokens) {
        long[] names = TokenBlocks.of("", blockTokens, TOKENS, TOKENS.length);
        return new TokenPrefix(PrefixBlocks.of(names), blockTokens);
    }

    /** What a rank tells that stored the first blocks of the prompt. */
    private static BlockChanges stored(int blocks) {
        KvStream stream = new KvStream(LIMITS);
        stream.connected();
        stream.replayEnded();
        List<Long> hashes = LongStream.range(0, blocks).boxed().toList();
        List<Integer> tokens = IntStream.range(0, blocks * BLOCK).boxed().toList();
        var event = Wire.stored(hashes, Wire.NIL, tokens, BLOCK);
        stream.live(0, Wire.batch(Encoding.MAPS, List.of(event)));
        assertTrue(stream.cache().isWhole());
        return stream.cache().takeChanges();
    }

    private void tells(int rank, int blocks) {
        caches.changed(ENGINE, rank, BLOCK, stored(blocks));
        caches.heard(ENGINE, rank, Heard.EXACTLY);
    }

    private int tokens(int blockTokens) {
        caches.match(prompt(blockTokens), 0);
        return caches.tokens(caches.of(ENGINE), TOKENS.length + 5);
    }

    @Test
    void anEngineOfWhichNothingIsHeardHasNoWord() {
        caches.expect(ENGINE, 0);
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
        assertEquals(Hearing.OFF, caches.of(ENGINE).heard().how());
        caches.expect(ENGINE, 1);
        assertEquals(Hearing.BLIND, caches.of(ENGINE).heard().how());
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
    }

    @Test
    void ofSeveralRanksAllMustBeHeardAndCountOnAverage() {
        caches.expect(ENGINE, 2);
        tells(0, 6);
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
        tells(1, 2);
        assertEquals(4 * BLOCK, tokens(BLOCK));
        caches.heard(ENGINE, 1, Heard.blind("test"));
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
        caches.heard(ENGINE, 1, Heard.PARTLY);
        assertTrue(caches.of(ENGINE).isPartial());
        caches.ended(ENGINE, 0);
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
    }

    @Test
    void blocksOfAnotherSizeSayNothing() {
        caches.expect(ENGINE, 1);
        tells(0, 6);
        assertEquals(ToldCache.UNKNOWN, tokens(2 * BLOCK));
        assertEquals(6 * BLOCK, tokens(BLOCK));
    }

    @Test
    void aWordThatIsNotBorneOutIsNotGoneByUntilItIs() {
        caches.expect(ENGINE, 1);
        tells(0, 6);
        ToldCache cache = caches.of(ENGINE);
        for (int i = 0; i < 40; i++) {
            cache.observed(0, 900, 1_000, 1_100, true);
        }
        assertFalse(cache.isTrusted());
        assertEquals(Hearing.BLIND, cache.heard().how());
        assertEquals(6 * BLOCK, tokens(BLOCK), "it is compared on");
        for (int i = 0; i < 60; i++) {
            cache.observed(1_000, 900, 1_000, 1_100, true);
        }
        assertTrue(cache.isTrusted());
        assertEquals(Heard.EXACTLY, cache.heard());
    }

    @Test
    void anEngineThatIsGoneIsForgottenWithItsBlocks() {
        caches.expect(ENGINE, 1);
        tells(0, 6);
        assertEquals(6, caches.of(ENGINE).blocks());
        caches.keepOnly(_ -> false);
        assertEquals(6 * BLOCK, tokens(BLOCK), "it is listened to");
        caches.ended(ENGINE, 0);
        caches.keepOnly(_ -> false);
        caches.tidy(0);
        assertEquals(0, caches.index().held());
        caches.expect(ENGINE, 1);
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
    }
}
