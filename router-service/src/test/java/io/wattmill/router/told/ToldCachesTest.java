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
        return stored(blocks, "GPU");
    }

    private static BlockChanges stored(int blocks, String medium) {
        KvStream stream = new KvStream(LIMITS);
        stream.connected();
        stream.replayEnded();
        List<Long> hashes = LongStream.range(0, blocks).boxed().toList();
        List<Integer> tokens = IntStream.range(0, blocks * BLOCK).boxed().toList();
        var event = Wire.stored(hashes, Wire.NIL, tokens, BLOCK);
        var there = Wire.with(event, "medium", medium);
        stream.live(0, Wire.batch(Encoding.MAPS, List.of(there)));
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
        caches.expect(ENGINE, 0, 0);
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
        assertEquals(Hearing.OFF, caches.of(ENGINE).heard().how());
        caches.expect(ENGINE, 1, 0);
        assertEquals(Hearing.BLIND, caches.of(ENGINE).heard().how());
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
    }

    @Test
    void ofSeveralRanksAllMustBeHeardAndCountOnAverage() {
        caches.expect(ENGINE, 2, 0);
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
    void whatWasMissedMustBeGoneOnceTheCacheIsFullOfWhatWasTold() {
        caches.expect(ENGINE, 1, 8 * BLOCK);
        caches.changed(ENGINE, 0, BLOCK, stored(7));
        caches.heard(ENGINE, 0, Heard.PARTLY);
        assertTrue(caches.of(ENGINE).isPartial());
        caches.changed(ENGINE, 0, BLOCK, stored(8));
        assertEquals(Hearing.EXACT, caches.of(ENGINE).heard().how());
        caches.changed(ENGINE, 0, BLOCK, stored(1));
        assertEquals(Hearing.EXACT, caches.of(ENGINE).heard().how(), "what goes is told");
    }

    @Test
    void whatWasMissedMayBeThereWhereTheCacheOrItsSizeIsNotKnown() {
        caches.expect(ENGINE, 1, 0);
        caches.changed(ENGINE, 0, BLOCK, stored(8));
        caches.heard(ENGINE, 0, Heard.PARTLY);
        assertTrue(caches.of(ENGINE).isPartial());
        caches.expect(ENGINE, 1, 8 * BLOCK);
        caches.changed(ENGINE, 0, BLOCK, stored(8, "CPU"));
        assertTrue(caches.of(ENGINE).isPartial(), "more may be in memory");
    }

    @Test
    void whatBeginsAnewIsHeardAsItBegins() {
        caches.expect(ENGINE, 1, 8 * BLOCK);
        caches.changed(ENGINE, 0, BLOCK, stored(8));
        caches.heard(ENGINE, 0, Heard.PARTLY);
        assertFalse(caches.of(ENGINE).isPartial());
        caches.changed(ENGINE, 0, 0, new BlockChanges());
        caches.changed(ENGINE, 0, BLOCK, stored(3));
        assertTrue(caches.of(ENGINE).isPartial());
    }

    @Test
    void blocksOfAnotherSizeSayNothing() {
        caches.expect(ENGINE, 1, 0);
        tells(0, 6);
        assertEquals(ToldCache.UNKNOWN, tokens(2 * BLOCK));
        assertEquals(6 * BLOCK, tokens(BLOCK));
    }

    @Test
    void aWordThatIsNotBorneOutIsNotGoneByUntilItIs() {
        caches.expect(ENGINE, 1, 0);
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
        caches.expect(ENGINE, 1, 0);
        tells(0, 6);
        assertEquals(6, caches.of(ENGINE).blocks());
        caches.keepOnly(_ -> false);
        assertEquals(6 * BLOCK, tokens(BLOCK), "it is listened to");
        caches.ended(ENGINE, 0);
        caches.keepOnly(_ -> false);
        caches.tidy(0);
        assertEquals(0, caches.index().held());
        caches.expect(ENGINE, 1, 0);
        assertEquals(ToldCache.UNKNOWN, tokens(BLOCK));
    }
}
