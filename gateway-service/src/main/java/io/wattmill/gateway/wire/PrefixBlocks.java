// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Chained hashes of the 1,024-byte blocks of a prompt: its parts one behind the other, as they came
 * (of a chat the tools, then the messages). Two prompts share their first k hashes when tenant
 * salt, model and the first k KiB are equal. The last, partial block has no hash.
 *
 * <p>The block function is XXH64 (Y. Collet, xxHash specification 0.1.1) over exactly 1,024 bytes
 * with the hash of the block before as its seed. The first seed holds a secret salt per tenant, so
 * that one tenant cannot make or test another's hashes.
 */
public final class PrefixBlocks {

    /** Bytes in a block. */
    public static final int BLOCK = 1024;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NONE = {};
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;

    private final int maxBlocks;
    private byte[] boundary = NONE;
    private int carried;
    private long chain;
    private long[] hashes = new long[16];
    private int count;

    private PrefixBlocks(long seed, int maxBlocks) {
        this.chain = seed;
        this.maxBlocks = maxBlocks;
    }

    /**
     * Hashes of {@code prompt}, first block first.
     *
     * @param model the model asked for
     * @param tenantSalt secret of the tenant
     * @param maxBlocks bound on the number of hashes; what lies behind is left out
     */
    public static long[] of(String model, Prompt prompt, long tenantSalt, int maxBlocks) {
        var blocks = new PrefixBlocks(seed(tenantSalt, model), maxBlocks);
        long left = prompt.length();
        for (Span part : prompt.parts()) {
            blocks.add(prompt.bytes(), part, left);
            left -= part.length();
        }
        return Arrays.copyOf(blocks.hashes, blocks.count);
    }

    private static long seed(long salt, String model) {
        long seed = salt;
        for (byte b : model.getBytes(StandardCharsets.UTF_8)) {
            seed = Long.rotateLeft(seed ^ (b & 0xFFL) * P1, 27) * P2 + P3;
        }
        return seed;
    }

    /** {@code left}: bytes of this part and of those behind it; too few for a block are none. */
    private void add(byte[] bytes, Span span, long left) {
        int at = span.from();
        long behind = left - span.length();
        while (carried + span.to() - at + behind >= BLOCK && at < span.to() && count < maxBlocks) {
            if (carried == 0 && span.to() - at >= BLOCK) {
                push(hash(bytes, at, chain));
                at += BLOCK;
            } else {
                at += carry(bytes, at, span.to());
            }
        }
    }

    private int carry(byte[] bytes, int from, int to) {
        if (boundary == NONE) {
            boundary = new byte[BLOCK];
        }
        int taken = Math.min(BLOCK - carried, to - from);
        System.arraycopy(bytes, from, boundary, carried, taken);
        carried += taken;
        if (carried == BLOCK) {
            push(hash(boundary, 0, chain));
            carried = 0;
        }
        return taken;
    }

    private void push(long hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        hashes[count++] = hash;
        chain = hash;
    }

    /** XXH64 of the 1,024 bytes at {@code from}. */
    static long hash(byte[] bytes, int from, long seed) {
        long a = seed + P1 + P2;
        long b = seed + P2;
        long c = seed;
        long d = seed - P1;
        for (int at = from; at < from + BLOCK; at += 32) {
            a = round(a, (long) LONGS.get(bytes, at));
            b = round(b, (long) LONGS.get(bytes, at + 8));
            c = round(c, (long) LONGS.get(bytes, at + 16));
            d = round(d, (long) LONGS.get(bytes, at + 24));
        }
        return avalanche(merge(a, b, c, d) + BLOCK);
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    private static long merge(long a, long b, long c, long d) {
        long hash =
                Long.rotateLeft(a, 1)
                        + Long.rotateLeft(b, 7)
                        + Long.rotateLeft(c, 12)
                        + Long.rotateLeft(d, 18);
        hash = (hash ^ round(0, a)) * P1 + P4;
        hash = (hash ^ round(0, b)) * P1 + P4;
        hash = (hash ^ round(0, c)) * P1 + P4;
        return (hash ^ round(0, d)) * P1 + P4;
    }

    private static long avalanche(long hash) {
        long h = (hash ^ hash >>> 33) * P2;
        h = (h ^ h >>> 29) * P3;
        return h ^ h >>> 32;
    }
}
