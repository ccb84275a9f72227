// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import java.util.Random;

/** Prompts whose blocks are chained as the gateway chains them. */
final class Prompts {
    private Prompts() {}

    /** The block after this one that begins with this word. */
    static long chained(long before, long word) {
        long mixed = (before ^ word * 0x9E3779B97F4A7C15L) * 0xFF51AFD7ED558CCDL;
        return mixed ^ mixed >>> 29 | 1;
    }

    /** A prompt of these words, a block each. */
    static PrefixBlocks of(long... words) {
        long[] hashes = new long[words.length];
        long before = 17;
        for (int i = 0; i < words.length; i++) {
            before = chained(before, words[i]);
            hashes[i] = before;
        }
        return PrefixBlocks.of(hashes);
    }

    /** A prompt that now and then leaves the way that many others go. */
    static PrefixBlocks random(Random random, int most) {
        long[] words = new long[random.nextInt(most + 1)];
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextInt(12) == 0 ? 1 + random.nextInt(3) : 0;
        }
        return of(words);
    }

    /** The first blocks of a prompt. */
    static PrefixBlocks first(PrefixBlocks prompt, int count) {
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = prompt.hash(i);
        }
        return PrefixBlocks.of(hashes);
    }
}
