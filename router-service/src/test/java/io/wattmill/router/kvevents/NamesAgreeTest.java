// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import static io.wattmill.router.kvevents.Wire.NIL;
import static io.wattmill.router.kvevents.Wire.batch;
import static io.wattmill.router.kvevents.Wire.stored;
import static io.wattmill.router.kvevents.Wire.with;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.router.kvevents.Wire.Encoding;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Who asks for a prompt names it as a whole; who hears of it hears pieces of it, in an engine's own
 * words. The names are the same.
 */
class NamesAgreeTest {
    @Property(tries = 500)
    void a_prompt_is_named_alike_by_who_asks_and_who_hears_of_it(
            @ForAll @Size(max = 600) List<@IntRange Integer> tokens,
            @ForAll @IntRange(min = 4, max = 64) int blockTokens,
            @ForAll @AlphaChars @StringLength(max = 5) String adapter,
            @ForAll @AlphaChars @StringLength(max = 5) String salt,
            @ForAll Encoding encoding,
            @ForAll long seed) {
        String apart = salt.equals(adapter) ? "" : salt;
        Random chance = new Random(seed);
        HeldBlocks held = new HeldBlocks();
        KvStream stream = new KvStream(SampleLimits.wide());
        long next = 0;
        int blocks = tokens.size() / blockTokens;
        int from = 0;
        while (from < blocks) {
            int to = from + 1 + chance.nextInt(blocks - from);
            List<Integer> piece = tokens.subList(from * blockTokens, to * blockTokens);
            Map<String, Object> event = event(piece, blockTokens, from, adapter, apart);
            stream.live(next++, batch(encoding, List.of(event)));
            stream.cache().takeChanges().tell(held, 0);
            from = to;
        }
        int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
        String root = TokenBlocks.salted(adapter, apart);
        long[] asked = TokenBlocks.of(root, blockTokens, ids, Integer.MAX_VALUE);
        assertEquals(
                LongStream.of(asked).boxed().collect(Collectors.toSet()), held.blocks().keySet());
    }

    /** As vLLM tells it: the adapter with every block, the salt with a prompt's first. */
    private static Map<String, Object> event(
            List<Integer> tokens, int blockTokens, int from, String adapter, String salt) {
        List<Object> hashes = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        for (int block = from; block < from + tokens.size() / blockTokens; block++) {
            hashes.add(block + 1L);
            List<Object> own = new ArrayList<>();
            if (!adapter.isEmpty()) {
                own.add(adapter);
            }
            if (block == 0 && !salt.isEmpty()) {
                own.add(salt);
            }
            keys.add(own.isEmpty() ? NIL : own);
        }
        Object parent = from == 0 ? NIL : (Object) (long) from;
        Map<String, Object> event = stored(hashes, parent, tokens, blockTokens);
        return with(
                with(event, "lora_name", adapter.isEmpty() ? NIL : adapter), "extra_keys", keys);
    }
}
