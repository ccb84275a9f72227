// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file format of a backlog: frames, one behind the other, each with a checksum of its own. What
 * follows the first frame that is not whole is no part of the file: a process that was killed, or a
 * host that lost power, in the middle of a write.
 *
 * <p>A frame, big endian: length of the payload (int), CRC-32C of all that follows (int), id
 * (long), kind (byte: 1 an item, 2 a mark), payload. A mark says that everything up to its id is
 * acknowledged; it has no payload.
 */
public final class Frames {

    /** Bytes of a frame without its payload. */
    public static final int HEAD_BYTES = Integer.BYTES * 2 + Long.BYTES + 1;

    private static final int CHECKED_AT = Integer.BYTES * 2;
    private static final byte ITEM = 1;
    private static final byte MARK = 2;

    private Frames() {}

    /**
     * A whole frame.
     *
     * @param mark whether it is a mark
     * @param payload of an item
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(long id, boolean mark, byte[] payload) {}

    /** The bytes of an item. */
    public static ByteBuffer item(long id, byte[] payload) {
        return frame(id, ITEM, payload);
    }

    /** The bytes of a mark. */
    public static ByteBuffer mark(long id) {
        return frame(id, MARK, new byte[0]);
    }

    private static ByteBuffer frame(long id, byte kind, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + payload.length);
        frame.putInt(payload.length).putInt(0).putLong(id).put(kind).put(payload);
        frame.putInt(Integer.BYTES, checksum(frame.array(), 0, frame.capacity()));
        return frame.flip();
    }

    private static int checksum(byte[] bytes, int frameAt, int frameBytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, frameAt + CHECKED_AT, frameBytes - CHECKED_AT);
        return (int) crc.getValue();
    }

    /** The whole frames that a file begins with. */
    public static List<Frame> read(byte[] file) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(file);
        while (bytes.remaining() >= HEAD_BYTES && isWhole(bytes)) {
            frames.add(next(bytes));
        }
        return frames;
    }

    private static boolean isWhole(ByteBuffer bytes) {
        int at = bytes.position();
        long length = bytes.getInt(at);
        return length >= 0
                && length <= bytes.remaining() - HEAD_BYTES
                && bytes.getInt(at + Integer.BYTES)
                        == checksum(bytes.array(), at, HEAD_BYTES + (int) length);
    }

    private static Frame next(ByteBuffer bytes) {
        byte[] payload = new byte[bytes.getInt()];
        bytes.getInt();
        long id = bytes.getLong();
        byte kind = bytes.get();
        bytes.get(payload);
        return new Frame(id, kind == MARK, payload);
    }
}
