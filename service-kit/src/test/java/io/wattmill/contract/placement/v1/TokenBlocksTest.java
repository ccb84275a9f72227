// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.placement.v1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

class TokenBlocksTest {
    private static final int[] TOKENS = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void prompts_share_names_as_far_as_they_share_tokens() {
        int[] other = TOKENS.clone();
        other[5]++;
        long[] names = TokenBlocks.of("", 4, TOKENS, 100);
        long[] others = TokenBlocks.of("", 4, other, 100);
        assertEquals(2, names.length);
        assertEquals(names[0], others[0]);
        assertNotEquals(names[1], others[1]);
    }

    @Test
    void an_adapter_and_the_size_of_a_block_are_part_of_a_name() {
        long name = TokenBlocks.of("", 4, TOKENS, 1)[0];
        assertNotEquals(name, TokenBlocks.of("a", 4, TOKENS, 1)[0]);
        assertNotEquals(TokenBlocks.root("", 4), TokenBlocks.root("", 8));
    }

    @Test
    void a_salt_is_part_of_a_name_and_none_is_not() {
        assertEquals("a", TokenBlocks.salted("a", ""));
        Set<Long> roots = new HashSet<>();
        for (String key : new String[] {"", "a", "s"}) {
            roots.add(TokenBlocks.root(key, 4));
            roots.add(TokenBlocks.root(TokenBlocks.salted(key, "s"), 4));
        }
        assertEquals(6, roots.size());
    }

    @Test
    void names_are_bounded_in_number_and_the_same_as_block_by_block() {
        long first = TokenBlocks.next(TokenBlocks.root("", 2), TOKENS, 0, 2);
        long second = TokenBlocks.next(first, TOKENS, 2, 2);
        assertArrayEquals(new long[] {first, second}, TokenBlocks.of("", 2, TOKENS, 2));
    }

    @Test
    void a_hundred_thousand_blocks_have_as_many_names() {
        Set<Long> names = new HashSet<>();
        int[] tokens = IntStream.range(0, 100_000).toArray();
        long root = TokenBlocks.root("", 1);
        IntStream.range(0, tokens.length)
                .forEach(at -> names.add(TokenBlocks.next(root, tokens, at, 1)));
        assertEquals(tokens.length, names.size());
    }
}
