// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One file of the journal: its records, which of them are on the disk, and who still needs it.
 *
 * <p>Layout, little endian. Header, 64 bytes: magic, number, sequence before the first record, last
 * instant issued before it, journal id (two longs). Records, 8-byte aligned: length of the payload
 * (int, written last; 0 = no record), CRC-32C of all that follows (int), number (long), type (int),
 * 4 bytes of zero, payload.
 *
 * <p>Not for several threads at once; the journal's lock is around it.
 */
final class Segment {

    static final int HEADER_BYTES = 64;
    static final int RECORD_BYTES = 24;
    private static final int FRAME_BYTES = RECORD_BYTES - 8;

    private static final long MAGIC = 0x31304C4E524A4D57L; // "WMJRNL01"
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LENGTH = INT.varHandle();
    private static final VarHandle FRAME =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final MappedFile file;
    private final MemorySegment bytes;
    private final byte[] frame = new byte[FRAME_BYTES];
    private int tail = HEADER_BYTES;
    private int synced = HEADER_BYTES;
    private int openPins;
    private int closePins;

    private Segment(MappedFile file) {
        this.file = file;
        this.bytes = file.bytes();
    }

    /** A new file of zeros with every block allocated, not yet in use. */
    static Segment create(Path file, int size) throws IOException {
        return new Segment(MappedFile.create(file, size));
    }

    /** A file that is there, for reading what it holds. */
    static Segment open(Path file) throws IOException {
        return new Segment(MappedFile.open(file));
    }

    /** Takes the segment into use. */
    void activate(SegmentHeader header) {
        bytes.set(LONG, 8, header.number());
        bytes.set(LONG, 16, header.baseSequence());
        bytes.set(LONG, 24, header.baseInstantUs());
        bytes.set(LONG, 32, header.journalId().getMostSignificantBits());
        bytes.set(LONG, 40, header.journalId().getLeastSignificantBits());
        VarHandle.releaseFence();
        bytes.set(LONG, 0, MAGIC);
        synced = 0;
    }

    /** Whether the segment was ever taken into use. */
    boolean isActive() {
        return bytes.byteSize() >= HEADER_BYTES && bytes.get(LONG, 0) == MAGIC;
    }

    /** What the header says; only of an active segment. */
    SegmentHeader header() {
        return new SegmentHeader(
                bytes.get(LONG, 8),
                bytes.get(LONG, 16),
                bytes.get(LONG, 24),
                new UUID(bytes.get(LONG, 32), bytes.get(LONG, 40)));
    }

    /** Bytes that records of the segment can still take, their frames included. */
    int remaining() {
        return (int) (bytes.byteSize() - tail);
    }

    /** Bytes that a record takes in a segment. */
    static int sizeOf(byte[] payload) {
        return RECORD_BYTES + (payload.length + 7 & ~7);
    }

    /** Appends a record; its offset, or -1 when it does not fit. The payload is not empty. */
    int append(RecordType type, long number, byte[] payload) {
        int at = tail;
        int size = sizeOf(payload);
        if (size > remaining()) {
            return -1;
        }
        bytes.set(LONG, at + 8L, number);
        bytes.set(INT, at + 16L, type.code());
        MemorySegment.copy(
                payload, 0, bytes, ValueLayout.JAVA_BYTE, at + RECORD_BYTES, payload.length);
        bytes.set(INT, at + 4L, checksum(type, number, payload));
        LENGTH.setRelease(bytes, (long) at, payload.length);
        tail = at + size;
        return at;
    }

    /**
     * Over the arrays at hand: reading mapped memory back as a buffer costs two contended atomics.
     */
    private int checksum(RecordType type, long number, byte[] payload) {
        FRAME.set(frame, 0, number);
        FRAME.set(frame, Long.BYTES, (long) type.code());
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, FRAME_BYTES);
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }

    private int checksum(int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asSlice(at + 8L, (long) FRAME_BYTES + length).asByteBuffer());
        return (int) crc.getValue();
    }

    /** Receives the records of a segment in order. */
    interface Sink {
        void record(RecordType type, long number, int offset);
    }

    /** Reads every whole record; false when something that is no record follows them. */
    boolean scan(Sink sink) {
        int at = HEADER_BYTES;
        while (isRecord(at)) {
            sink.record(RecordType.of(bytes.get(INT, at + 16L)), bytes.get(LONG, at + 8L), at);
            at += RECORD_BYTES + (lengthAt(at) + 7 & ~7);
        }
        tail = at;
        synced = at;
        return at + RECORD_BYTES > bytes.byteSize() || lengthAt(at) == 0;
    }

    private boolean isRecord(int at) {
        if (at + RECORD_BYTES > bytes.byteSize()) {
            return false;
        }
        int length = lengthAt(at);
        return length > 0
                && length <= bytes.byteSize() - at - RECORD_BYTES
                && RecordType.isKnown(bytes.get(INT, at + 16L))
                && bytes.get(INT, at + 4L) == checksum(at, length);
    }

    private int lengthAt(int at) {
        return (int) LENGTH.getAcquire(bytes, (long) at);
    }

    /** The payload of the record at {@code offset}, copied. */
    byte[] payload(int offset) {
        return bytes.asSlice((long) offset + RECORD_BYTES, lengthAt(offset))
                .toArray(ValueLayout.JAVA_BYTE);
    }

    /** Offset behind the last record. */
    int tail() {
        return tail;
    }

    /** Whether some record is not on the disk yet. */
    boolean isDirty() {
        return synced < tail;
    }

    /** Whether the record at {@code offset} is on the disk. */
    boolean isDurable(int offset) {
        return offset < synced;
    }

    /**
     * Writes {@code from .. to} to the disk. The one call that is made without the journal's lock.
     */
    void force(int from, int to) {
        file.force(from, to);
    }

    /** Offset behind the last byte known to be on the disk. */
    int synced() {
        return synced;
    }

    /** Everything before {@code offset} is on the disk. */
    void synced(int offset) {
        synced = Math.max(synced, offset);
    }

    /** Counts open requests whose newest state is here. */
    void pinOpen(int change) {
        openPins += change;
    }

    /** Counts closed requests that are here and not settled. */
    void pinClose(int change) {
        closePins += change;
    }

    /** Whether nothing in here is needed any more. */
    boolean isFree() {
        return openPins == 0 && closePins == 0;
    }

    /** Whether only requests in progress keep it. */
    boolean isHeldByOpenOnly() {
        return openPins > 0 && closePins == 0;
    }

    /** Unmaps the file. */
    void close() {
        file.close();
    }

    /** Unmaps and deletes the file. */
    void delete() throws IOException {
        file.delete();
    }
}
