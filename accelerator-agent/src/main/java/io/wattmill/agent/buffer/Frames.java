// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
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

    /** Bytes of the longest payload; more than a receiver takes in one message. */
    public static final int MOST_BYTES = 1 << 20;

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
        byte[] head = Arrays.copyOf(frame.array(), HEAD_BYTES);
        frame.putInt(Integer.BYTES, checksum(head, payload));
        return frame.flip();
    }

    private static int checksum(byte[] head, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(head, CHECKED_AT, HEAD_BYTES - CHECKED_AT);
        crc.update(payload);
        return (int) crc.getValue();
    }

    /**
     * The next whole frame of a file.
     *
     * @return empty at the end, which is where no whole frame is
     */
    public static Optional<Frame> next(InputStream file) throws IOException {
        byte[] head = file.readNBytes(HEAD_BYTES);
        if (head.length < HEAD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        int length = fields.getInt();
        int checksum = fields.getInt();
        if (length < 0 || length > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] payload = file.readNBytes(length);
        return payload.length == length && checksum == checksum(head, payload)
                ? Optional.of(new Frame(fields.getLong(), fields.get() == MARK, payload))
                : Optional.empty();
    }
}
