// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.reply;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Splices;

import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of bytes as one buffer, large ones without a copy. Vert.x's public factory copies, which
 * costs more than scanning a body (a prompt can be 600 kB), hence its internal one.
 */
public final class Buffers {

    /** Below this a copy costs less than what a buffer of several parts costs on its way out. */
    private static final int SMALL_BYTES = 16_384;

    /** What of a large piece is written at once. */
    private static final int PART_BYTES = 65_536;

    private Buffers() {}

    /** {@code pieces} one behind the other; they must not change while the buffer is in use. */
    public static Buffer of(List<Slice> pieces) {
        int bytes = 0;
        for (Slice piece : pieces) {
            bytes += piece.length();
        }
        return bytes <= SMALL_BYTES ? copied(pieces, bytes) : wrapped(pieces);
    }

    /** The bytes of {@code buffer}: its own array where it has one, else a copy. */
    public static Slice bytes(Buffer buffer) {
        ByteBuf own = ((BufferInternal) buffer).getByteBuf();
        int from = own.hasArray() ? own.arrayOffset() + own.readerIndex() : 0;
        return own.hasArray()
                ? new Slice(own.array(), from, from + own.readableBytes())
                : Slice.of(buffer.getBytes());
    }

    /** The same in an array of its own: the buffer's where it is nothing but these bytes. */
    public static byte[] array(Buffer buffer) {
        Slice own = bytes(buffer);
        return own.length() == own.bytes().length ? own.bytes() : own.copy();
    }

    /**
     * The parts of something that came in pieces, one behind the other; one alone is not copied.
     */
    public static Slice joined(List<Buffer> parts) {
        return parts.size() == 1
                ? bytes(parts.getFirst())
                : Slice.of(Splices.join(parts.stream().map(Buffers::bytes).toList()));
    }

    private static Buffer copied(List<Slice> pieces, int bytes) {
        byte[] all = new byte[bytes];
        int at = 0;
        for (Slice piece : pieces) {
            System.arraycopy(piece.bytes(), piece.from(), all, at, piece.length());
            at += piece.length();
        }
        return BufferInternal.buffer(Unpooled.wrappedBuffer(all));
    }

    private static Buffer wrapped(List<Slice> pieces) {
        ByteBuf[] wrapped = new ByteBuf[pieces.size()];
        for (int i = 0; i < wrapped.length; i++) {
            wrapped[i] = view(pieces.get(i));
        }
        return BufferInternal.buffer(Unpooled.wrappedBuffer(wrapped));
    }

    /**
     * The same as buffers to be written one after the other. Large pieces are their own, without a
     * copy, and small ones beside each other are one: a buffer of several parts would be put
     * together once more on its way out, and one of several pages would not come from a pool.
     */
    public static List<Buffer> parts(List<Slice> pieces) {
        List<Buffer> parts = new ArrayList<>();
        List<Slice> small = new ArrayList<>(4);
        int bytes = 0;
        for (Slice piece : pieces) {
            if (bytes + piece.length() > SMALL_BYTES) {
                add(parts, small, bytes);
                bytes = 0;
            }
            if (piece.length() > SMALL_BYTES) {
                split(parts, piece);
            } else {
                small.add(piece);
                bytes += piece.length();
            }
        }
        add(parts, small, bytes);
        return parts;
    }

    private static void add(List<Buffer> parts, List<Slice> small, int bytes) {
        if (!small.isEmpty()) {
            parts.add(copied(small, bytes));
            small.clear();
        }
    }

    private static void split(List<Buffer> parts, Slice piece) {
        for (int at = piece.from(); at < piece.to(); at += PART_BYTES) {
            int to = Math.min(piece.to(), at + PART_BYTES);
            parts.add(BufferInternal.buffer(view(new Slice(piece.bytes(), at, to))));
        }
    }

    private static ByteBuf view(Slice piece) {
        return Unpooled.wrappedBuffer(piece.bytes(), piece.from(), piece.length());
    }
}
