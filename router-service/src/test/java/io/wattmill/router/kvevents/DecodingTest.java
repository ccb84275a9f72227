// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import static io.wattmill.router.kvevents.Wire.NIL;
import static io.wattmill.router.kvevents.Wire.batch;
import static io.wattmill.router.kvevents.Wire.removed;
import static io.wattmill.router.kvevents.Wire.stored;
import static io.wattmill.router.kvevents.Wire.with;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.router.kvevents.Wire.Encoding;
import io.wattmill.router.kvevents.Wire.Unsigned;
import io.wattmill.router.prefix.Tier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class DecodingTest {
    private static final List<Integer> TOKENS = List.of(1, 2, 3, 4, 5, 6, 7, 8);
    private static final long[] NAMES = names("", 8);

    private final HeldBlocks held = new HeldBlocks();
    private KvStream stream = new KvStream(SampleLimits.wide());
    private long next;

    private static long[] names(String adapter, int tokens) {
        int[] ids = TOKENS.subList(0, tokens).stream().mapToInt(Integer::intValue).toArray();
        return TokenBlocks.of(adapter, 4, ids, 100);
    }

    private void take(byte[] payload) {
        stream.live(next++, payload);
        stream.cache().takeChanges().tell(held, 0);
    }

    @SafeVarargs
    private void take(Map<String, Object>... events) {
        take(batch(Encoding.MAPS, List.of(events)));
    }

    private long count(Tally what) {
        return stream.tallies().take(what);
    }

    @ParameterizedTest
    @EnumSource
    void blocks_are_named_by_their_tokens_in_every_encoding(Encoding encoding) {
        take(batch(encoding, List.of(stored(List.of(11L, 12L), NIL, TOKENS, 4))));
        assertEquals(Set.of(NAMES[0], NAMES[1]), held.blocks().keySet());
        take(batch(encoding, List.of(removed(List.of(12L)))));
        assertEquals(Set.of(NAMES[0]), held.blocks().keySet());
        take(batch(encoding, List.of(Wire.cleared())));
        assertTrue(held.blocks().isEmpty());
    }

    @Test
    void a_hash_is_the_same_with_a_sign_without_and_as_bytes() {
        byte[] sha = new byte[32];
        java.util.Arrays.fill(sha, 24, 32, (byte) 0xFF);
        take(stored(List.of(sha), NIL, TOKENS.subList(0, 4), 4));
        take(stored(List.of(5L), -1L, TOKENS.subList(4, 8), 4));
        take(stored(List.of(6L), new Unsigned(-1), List.of(9, 9, 9, 9), 4));
        assertEquals(3, held.blocks().size());
        assertTrue(held.blocks().keySet().containsAll(Set.of(NAMES[0], NAMES[1])));
    }

    @Test
    void old_engines_leave_out_what_they_do_not_know() {
        take(
                Wire.pack(
                        List.of(
                                1.0,
                                List.of(
                                        List.of(
                                                "BlockStored",
                                                List.of(1L),
                                                NIL,
                                                TOKENS.subList(0, 4),
                                                4,
                                                NIL)))));
        assertEquals(Set.of(NAMES[0]), held.blocks().keySet());
        take(Wire.pack(List.of(1.0, List.of(List.of("BlockRemoved", List.of(1L))))));
        assertTrue(held.blocks().isEmpty());
    }

    @Test
    void newer_engines_may_tell_more() {
        Map<String, Object> event =
                with(stored(List.of(1L, 2L), NIL, TOKENS, 4), "kv_cache_spec_sliding_window", NIL);
        Map<String, Object> newer = with(event, "locality", Map.of("a", List.of(1, 2)));
        take(batch(Encoding.ARRAYS, List.of(newer)));
        take(batch(Encoding.MAPS, List.of(removed(List.of(2L)), with(newer, "x", 1))));
        assertEquals(Set.of(NAMES[0], NAMES[1]), held.blocks().keySet());
        assertEquals(0, count(Tally.MALFORMED));
    }

    @Test
    void a_block_may_be_in_several_tiers() {
        Map<String, Object> event = stored(List.of(1L, 2L), NIL, TOKENS, 4);
        take(event, with(event, "medium", "CPU_PINNED"));
        take(with(removed(List.of(1L)), "medium", "GPU"));
        assertEquals(EnumSet.of(Tier.CPU), held.blocks().get(NAMES[0]));
        assertEquals(EnumSet.of(Tier.GPU, Tier.CPU), held.blocks().get(NAMES[1]));
    }

    @Test
    void a_copy_that_is_told_of_by_hash_alone_is_found() {
        take(stored(List.of(1L), NIL, TOKENS.subList(0, 4), 4));
        take(with(stored(List.of(1L, 9L), NIL, List.of(), 0), "medium", "FS"));
        assertEquals(EnumSet.of(Tier.GPU, Tier.DISK), held.blocks().get(NAMES[0]));
        assertEquals(1, count(Tally.ORPHANS));
    }

    @Test
    void an_adapter_has_blocks_of_its_own() {
        List<Object> keys = List.of(List.of("ada"), List.of("ada"));
        take(
                with(
                        with(stored(List.of(1L, 2L), NIL, TOKENS, 4), "lora_name", "ada"),
                        "extra_keys",
                        keys));
        long[] names = names("ada", 8);
        assertEquals(Set.of(names[0], names[1]), held.blocks().keySet());
    }

    @Test
    void blocks_that_hold_more_than_tokens_are_passed_over_from_there_on() {
        take(
                with(
                        stored(List.of(1L, 2L), NIL, TOKENS, 4),
                        "extra_keys",
                        List.of(NIL, List.of(List.of("image-hash", 3)))));
        assertEquals(Set.of(NAMES[0]), held.blocks().keySet());
        take(stored(List.of(3L), 2L, TOKENS.subList(0, 4), 4));
        assertEquals(1, count(Tally.ORPHANS));
        take(
                with(
                        stored(List.of(4L), NIL, List.of(4, 4, 4, 4), 4),
                        "extra_keys",
                        List.of(List.of("image", "salt"))));
        assertEquals(1, held.blocks().size());
    }

    @Test
    void a_salt_is_told_with_the_first_block_and_names_all_of_a_prompt() {
        Map<String, Object> first = stored(List.of(1L), NIL, TOKENS.subList(0, 4), 4);
        take(with(first, "extra_keys", List.of(List.of("salt"))));
        take(stored(List.of(2L), 1L, TOKENS.subList(4, 8), 4));
        long[] names = names(TokenBlocks.salted("", "salt"), 8);
        assertEquals(Set.of(names[0], names[1]), held.blocks().keySet());
        take(
                with(
                        with(stored(List.of(3L, 4L), NIL, TOKENS, 4), "lora_name", "ada"),
                        "extra_keys",
                        List.of(List.of("ada", "salt"), List.of("ada"))));
        names = names(TokenBlocks.salted("ada", "salt"), 8);
        assertTrue(held.blocks().keySet().containsAll(Set.of(names[0], names[1])));
        assertEquals(4, held.blocks().size());
    }

    @Test
    void a_key_of_a_later_block_is_no_salt() {
        take(stored(List.of(1L), NIL, TOKENS.subList(0, 4), 4));
        take(
                with(
                        stored(List.of(2L), 1L, TOKENS.subList(4, 8), 4),
                        "extra_keys",
                        List.of(List.of("image"))));
        assertEquals(Set.of(NAMES[0]), held.blocks().keySet());
    }

    @Test
    void only_layers_that_attend_to_the_whole_prompt_count() {
        Map<String, Object> whole =
                with(
                        with(stored(List.of(1L, 2L), NIL, TOKENS, 4), "group_idx", 0),
                        "kv_cache_spec_kind",
                        "mla_attention");
        Map<String, Object> window =
                with(with(whole, "group_idx", 1), "kv_cache_spec_kind", "sliding_window");
        take(whole, window, with(removed(List.of(1L, 2L)), "group_idx", 1));
        assertEquals(2, held.blocks().size());
        take(with(removed(List.of(1L)), "group_idx", 0));
        assertEquals(Set.of(NAMES[1]), held.blocks().keySet());
    }

    @Test
    void what_cannot_be_read_is_counted_and_the_rest_is_read() {
        Map<String, Object> good = stored(List.of(1L), NIL, TOKENS.subList(0, 4), 4);
        take(
                with(good, "block_hashes", "none"),
                with(good, "token_ids", List.of(1, -2)),
                with(good, "token_ids", List.of(List.of(1, 2), List.of(2, 3))),
                with(good, "block_size", 3),
                Map.of("type", "BlockRemoved"),
                Map.of("type", "BlockFrozen", "depth", 1),
                good);
        assertEquals(Set.of(NAMES[0]), held.blocks().keySet());
        assertEquals(5, count(Tally.MALFORMED));
        assertEquals(1, count(Tally.UNKNOWN));
        take(new byte[] {(byte) 0xC1});
        take(new byte[0]);
        take("no batch".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(3, count(Tally.MALFORMED));
    }

    @Test
    void limits_hold() {
        stream = new KvStream(new EventLimits(600, 2, 2, 8, 2, 3, 10, 100));
        Map<String, Object> small = stored(List.of(1L), NIL, List.of(1, 2), 2);
        take(new byte[601]);
        take(small, small, small);
        assertEquals(2, count(Tally.BEYOND_LIMITS));
        take(stored(List.of(1L, 2L, 3L), NIL, List.of(1, 2, 3, 4, 5, 6), 2));
        take(stored(List.of(1L), NIL, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 9));
        assertEquals(2, count(Tally.MALFORMED));
        take(stored(List.of(2L), NIL, List.of(2, 2), 2), stored(List.of(3L), 2L, List.of(3, 3), 2));
        take(stored(List.of(4L), NIL, List.of(4, 4), 2));
        assertEquals(1, count(Tally.FULL));
        assertEquals(3, stream.cache().blocks());
        take(stored(List.of(4L), NIL, List.of(4), 1));
        assertEquals(1, count(Tally.PASSED_OVER));
    }

    @Test
    void a_length_that_is_only_claimed_costs_nothing() {
        byte[] header = {
            (byte) 0x92,
            0,
            (byte) 0x91,
            (byte) 0x92,
            (byte) 0xAB,
            'B',
            'l',
            'o',
            'c',
            'k',
            'S',
            't',
            'o',
            'r',
            'e',
            'd',
            (byte) 0xDD,
            0x7F,
            -1,
            -1,
            -1
        };
        take(header);
        assertEquals(1, count(Tally.MALFORMED));
    }
}
