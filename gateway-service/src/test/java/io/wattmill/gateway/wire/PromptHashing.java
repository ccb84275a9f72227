// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What hashing a prompt costs: docs/BENCHMARKS.md, "Placement". Started by {@code
 * deploy/measure/prompt-hashing}; no test asserts a time.
 */
public final class PromptHashing {
    private static final int PROMPTS = 64;
    private static final int HASHED = 20_000;
    private static final int PARTS = 9;

    private PromptHashing() {}

    /** Arguments: KiB of a prompt (128), rounds (5). */
    public static void main(String[] arguments) {
        int bytes = 1_024 * (arguments.length > 0 ? Integer.parseInt(arguments[0]) : 128);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        byte[][] bodies = new byte[PROMPTS][bytes];
        Arrays.stream(bodies).forEach(new Random(1)::nextBytes);
        for (int round = 0; round <= rounds; round++) {
            String what = round == 0 ? "warm-up" : "round " + round;
            print(what, "one part", bytes, hash(bodies, 1));
            print(what, PARTS + " parts", bytes, hash(bodies, PARTS));
        }
    }

    private static long[] hash(byte[][] bodies, int parts) {
        long[] nanos = new long[HASHED];
        long sink = 0;
        for (int i = 0; i < HASHED; i++) {
            byte[] body = bodies[i % PROMPTS];
            Prompt prompt = new Prompt(body, parts(body.length, parts), Media.NONE);
            long start = System.nanoTime();
            long[] hashes = PrefixBlocks.of("llama-3.1-8b", prompt, i, Integer.MAX_VALUE);
            nanos[i] = System.nanoTime() - start;
            sink += hashes[hashes.length - 1];
        }
        if (sink == 0) {
            throw new IllegalStateException("all hashes are zero");
        }
        Arrays.sort(nanos);
        return nanos;
    }

    /** The body in so many spans, which do not end where blocks do. */
    private static List<Span> parts(int length, int count) {
        Span[] spans = new Span[count];
        for (int i = 0; i < count; i++) {
            spans[i] =
                    new Span(
                            length / count * i, i + 1 == count ? length : length / count * (i + 1));
        }
        return List.of(spans);
    }

    private static void print(String round, String what, int bytes, long[] nanos) {
        double p50 = nanos[nanos.length / 2];
        System.out.printf(
                Locale.ROOT,
                "%s, %d KiB in %s: p50 %.1f us (%.1f GB/s), p99 %.1f us%n",
                round,
                bytes / 1_024,
                what,
                p50 / 1e3,
                bytes / p50,
                nanos[nanos.length * 99 / 100] / 1e3);
    }
}
