// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A few replacements in a body that otherwise stays as it is. The source is never copied: {@link
 * #slices} returns the pieces in order, ready for a gathering write.
 */
public final class Splices {

    private record Edit(Span replaced, byte[] replacement) {}

    private final Slice source;
    private final List<Edit> edits = new ArrayList<>(4);

    /** Edits of {@code source}; the offsets of the edits are offsets of its array. */
    public Splices(Slice source) {
        this.source = source;
    }

    /** Puts {@code replacement} where {@code span} is. Spans must not overlap. */
    public Splices replace(Span span, byte[] replacement) {
        edits.add(new Edit(span, replacement));
        return this;
    }

    /** Puts {@code bytes} before the byte at {@code offset}. */
    public Splices insert(int offset, byte[] bytes) {
        return replace(new Span(offset, offset), bytes);
    }

    /** Takes {@code span} out. */
    public Splices cut(Span span) {
        return replace(span, new byte[0]);
    }

    /** True when nothing would change. */
    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** The edited body as consecutive pieces; empty pieces are left out. */
    public List<Slice> slices() {
        edits.sort(Comparator.comparingInt(edit -> edit.replaced().from()));
        List<Slice> pieces = new ArrayList<>(2 * edits.size() + 1);
        int at = source.from();
        for (Edit edit : edits) {
            add(pieces, new Slice(source.bytes(), at, edit.replaced().from()));
            add(pieces, Slice.of(edit.replacement()));
            at = edit.replaced().to();
        }
        add(pieces, new Slice(source.bytes(), at, source.to()));
        return pieces;
    }

    /** The edited body in one array. */
    public byte[] join() {
        return join(slices());
    }

    /** {@code pieces} in one array. */
    public static byte[] join(List<Slice> pieces) {
        byte[] joined = new byte[length(pieces)];
        int at = 0;
        for (Slice piece : pieces) {
            System.arraycopy(piece.bytes(), piece.from(), joined, at, piece.length());
            at += piece.length();
        }
        return joined;
    }

    /** Bytes of {@code pieces} together. */
    public static int length(List<Slice> pieces) {
        int length = 0;
        for (Slice piece : pieces) {
            length += piece.length();
        }
        return length;
    }

    private static void add(List<Slice> pieces, Slice piece) {
        if (piece.length() > 0) {
            pieces.add(piece);
        }
    }
}
