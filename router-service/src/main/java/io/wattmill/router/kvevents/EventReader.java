// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads MessagePack of a stranger: before anything is allocated for a length that it claims, the
 * bytes for it must be there.
 */
final class EventReader {
    private static final int LONGEST_TEXT = 1024;
    private static final int LONGEST_HASH = 64;

    private final MessageUnpacker unpacker;
    private final int length;

    EventReader(byte[] bytes, int from, int length) {
        this.unpacker = MessagePack.newDefaultUnpacker(bytes, from, length);
        this.length = length;
    }

    /** Bytes read. */
    int position() {
        return Math.toIntExact(unpacker.getTotalReadBytes());
    }

    private static void check(boolean good, String what) {
        if (!good) {
            throw new MessagePackException(what);
        }
    }

    boolean isArray() throws IOException {
        return next() == ValueType.ARRAY;
    }

    boolean isText() throws IOException {
        return next() == ValueType.STRING;
    }

    private ValueType next() throws IOException {
        return unpacker.getNextFormat().getValueType();
    }

    /** Steps over a nil, if there is one. */
    boolean nil() throws IOException {
        return unpacker.tryUnpackNil();
    }

    void skip() throws IOException {
        unpacker.skipValue();
    }

    /** Elements of the array that begins here; each takes a byte or more. */
    int array(int most) throws IOException {
        int count = unpacker.unpackArrayHeader();
        check(count <= most && count <= length - position(), "an array too long");
        return count;
    }

    /** Elements of the array that begins here, of which no more than the bytes can be. */
    int array() throws IOException {
        return array(length);
    }

    /** Pairs of the map that begins here. */
    int map() throws IOException {
        int count = unpacker.unpackMapHeader();
        check(count <= (length - position()) / 2, "a map too long");
        return count;
    }

    /** A text, or empty for nil. */
    String text() throws IOException {
        return nil()
                ? ""
                : new String(
                        bytes(unpacker.unpackRawStringHeader(), LONGEST_TEXT),
                        StandardCharsets.UTF_8);
    }

    private byte[] bytes(int count, int most) throws IOException {
        check(count <= most && count <= length - position(), "bytes too long");
        byte[] bytes = new byte[count];
        unpacker.readPayload(bytes);
        return bytes;
    }

    /** A number that is not negative. */
    int number() throws IOException {
        int number = unpacker.unpackInt();
        check(number >= 0, "a negative number");
        return number;
    }

    /** Numbers that are not negative, none for nil. */
    int[] numbers(int most) throws IOException {
        int[] numbers = new int[nil() ? 0 : array(most)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number();
        }
        return numbers;
    }

    /** Hashes of blocks. */
    long[] hashes(int most) throws IOException {
        long[] hashes = new long[array(most)];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hash();
        }
        return hashes;
    }

    /**
     * A hash as unsigned or signed 64 bits, or as bytes, of which the last 64 bits count: so vLLM
     * itself makes the one of the other.
     */
    long hash() throws IOException {
        MessageFormat format = unpacker.getNextFormat();
        if (format == MessageFormat.UINT64) {
            return unpacker.unpackBigInteger().longValue();
        }
        return format.getValueType() == ValueType.INTEGER
                ? unpacker.unpackLong()
                : lastLong(bytes(unpacker.unpackBinaryHeader(), LONGEST_HASH));
    }

    private static long lastLong(byte[] bytes) {
        check(bytes.length > 0, "a hash of no bytes");
        long value = 0;
        for (int i = Math.max(0, bytes.length - Long.BYTES); i < bytes.length; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }
}
