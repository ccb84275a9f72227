// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Memory that the library writes answers to. One thread uses it. It is freed when nobody holds it
 * any more: a thread that hangs in a call still does, so nothing is ever freed under a call. Read
 * as a buffer: a segment's var handles cost several times as much in code of the first compiler.
 */
final class Scratch {

    private final MemorySegment memory;
    private final ByteBuffer words;
    private final long address;

    Scratch(long bytes) {
        memory = Arena.ofAuto().allocate(bytes, Long.BYTES);
        words = memory.asByteBuffer().order(ByteOrder.nativeOrder());
        address = memory.address();
    }

    /** The address of an offset, as an argument of a call. */
    long at(long offset) {
        return address + offset;
    }

    void clear() {
        memory.fill((byte) 0);
    }

    void putInt(long offset, int value) {
        words.putInt((int) offset, value);
    }

    int s32(long offset) {
        return words.getInt((int) offset);
    }

    long u32(long offset) {
        return Integer.toUnsignedLong(s32(offset));
    }

    int u16(long offset) {
        return Short.toUnsignedInt(words.getShort((int) offset));
    }

    long s64(long offset) {
        return words.getLong((int) offset);
    }

    double real(long offset) {
        return words.getDouble((int) offset);
    }

    /** The text at an offset: up to its end, or all of it when it has none. */
    String text(long offset, int most) {
        byte[] bytes = memory.asSlice(offset, most).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < most && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
