// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Frames;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.kit.time.Ticker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one backlog. Each run of the agent writes files of its own and never one that was
 * there: what a killed run left behind ends where its last whole frame does. One thread's.
 */
final class Spool {

    private final Path path;
    private final SpoolLimits limits;
    private final Ticker ticker;
    private final SpoolListener listener;
    private final Sealed sealed = new Sealed();
    private Optional<SpoolFolder> folder = Optional.empty();
    private Optional<OpenSegment> open = Optional.empty();
    private boolean failing;
    private long failedNanos;
    private long dirtyNanos;
    private long run = 1;
    private long number;
    private long acked;

    Spool(Path path, SpoolLimits limits, Ticker ticker, SpoolListener listener) {
        this.path = path;
        this.limits = limits;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** Some items behind a position, in order, and whether these are all there are. */
    record Batch(List<Kept<byte[]>> items, boolean exhausted) {}

    /** Takes the folder into use. Anything else does so too, when it was not possible before. */
    void recover() {
        usable();
    }

    private boolean usable() {
        if (failing && ticker.nanos() - failedNanos < limits.retryNanos()) {
            return false;
        }
        try {
            if (folder.isEmpty()) {
                open();
            }
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    private void open() throws IOException {
        SpoolFolder ours = SpoolFolder.open(path);
        Sealed.Found found = sealed.take(ours);
        folder = Optional.of(ours);
        run = found.run() + 1;
        acked = Math.max(acked, found.acked());
        sealed.deleteUpTo(acked);
        listener.recovered(found.waiting());
    }

    /** Writes an item; false when the disk does not take it, or it is longer than any may be. */
    boolean write(long position, byte[] payload) {
        if (payload.length > Frames.MOST_BYTES || !usable()) {
            return false;
        }
        long id = Ids.of(position, run);
        ByteBuffer frame = Frames.item(id, payload);
        try {
            segment(frame.remaining()).item(id, frame);
            written();
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    private void written() {
        if (failing) {
            failing = false;
            listener.mended();
        }
    }

    /**
     * Everything up to this position has arrived; on disk, that is a mark and files that go.
     *
     * @param settled whether a position of this run's own speaks for earlier runs too; where it
     *     does not, it is to be said again when it does
     */
    void acknowledge(long position, boolean settled) {
        if (folder.isEmpty() || (position > 0 && !settled)) {
            return;
        }
        acked = Math.max(acked, Ids.of(position, run));
        if (failing) {
            return;
        }
        try {
            sealed.deleteUpTo(acked);
            ByteBuffer mark = Frames.mark(acked);
            segment(mark.remaining()).mark(mark);
        } catch (IOException e) {
            fail(e);
        }
    }

    private OpenSegment segment(int bytes) throws IOException {
        Optional<OpenSegment> roomy =
                open.filter(file -> file.bytes() + bytes <= limits.segmentBytes());
        return roomy.isPresent() ? roomy.get() : next();
    }

    private OpenSegment next() throws IOException {
        seal();
        makeRoom();
        OpenSegment fresh = OpenSegment.create(folder.orElseThrow().file(run, ++number));
        open = Optional.of(fresh);
        fresh.mark(Frames.mark(acked));
        return fresh;
    }

    private void seal() throws IOException {
        Optional<OpenSegment> full = open;
        open = Optional.empty();
        if (full.isPresent()) {
            sealed.add(full.get().sealed());
            full.get().close();
        }
    }

    private void makeRoom() throws IOException {
        long room = limits.maxBytes() - limits.segmentBytes();
        Optional<Segment> oldest = sealed.deleteBeyond(room);
        while (oldest.isPresent()) {
            dropped(oldest.get());
            oldest = sealed.deleteBeyond(room);
        }
    }

    private void dropped(Segment segment) {
        long waiting = Math.min(segment.items(), segment.lastId() - acked);
        if (waiting > 0) {
            listener.dropped(Ids.position(segment.lastId(), run), waiting);
        }
    }

    /**
     * Reads items behind {@code after}, up to {@code upTo}, at most {@code limit}, and no more than
     * fit into memory.
     */
    Batch load(long after, long upTo, int limit) {
        long from = Math.max(Ids.of(after, run), acked);
        Collecting items = new Collecting(from, Ids.of(upTo, run), limit);
        Optional<Segment> newest =
                open.map(OpenSegment::sealed).filter(segment -> segment.lastId() > from);
        Stream.concat(sealed.behind(from).stream(), newest.stream())
                .takeWhile(_ -> !items.isFull())
                .forEach(segment -> collect(segment, items));
        return items.batch(run);
    }

    /** A file that cannot be read must not hold up those behind it: it is counted and left. */
    private void collect(Segment segment, Collecting items) {
        int before = items.size();
        try {
            segment.read(items::take);
        } catch (IOException e) {
            items.cut(before);
            fail(e);
            forget(segment);
        }
    }

    private void forget(Segment segment) {
        sealed.forget(segment.file());
        dropped(segment);
    }

    /** The oldest file with something behind {@code after} cannot be used: it is left. */
    void giveUp(long after) {
        long from = Math.max(Ids.of(after, run), acked);
        try {
            seal();
        } catch (IOException e) {
            fail(e);
        }
        sealed.behind(from).stream().findFirst().ifPresent(this::giveUp);
    }

    private void giveUp(Segment segment) {
        listener.gaveUp(segment.file());
        forget(segment);
    }

    /** Brings to the disk itself what has waited for it long enough; called again and again. */
    void sync() {
        boolean dirty = open.map(OpenSegment::isDirty).orElse(false);
        if (!dirty) {
            dirtyNanos = ticker.nanos();
        } else if (ticker.nanos() - dirtyNanos >= limits.syncNanos()) {
            force();
        }
    }

    private void force() {
        try {
            if (open.isPresent()) {
                open.get().sync();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** The file that failed ends here: whatever its last frame is, it is not whole. */
    private void fail(IOException cause) {
        open.map(OpenSegment::sealed).ifPresent(sealed::add);
        open.ifPresent(Spool::abandon);
        open = Optional.empty();
        failedNanos = ticker.nanos();
        if (!failing) {
            failing = true;
            listener.broke(cause);
        }
    }

    /** It has failed already, and says nothing new. */
    private static void abandon(OpenSegment file) {
        try {
            file.close();
        } catch (IOException _) {
            // The first failure was told.
        }
    }

    /** Brings everything to the disk and lets the folder go. */
    void close() {
        force();
        open.ifPresent(Spool::abandon);
        open = Optional.empty();
        try {
            if (folder.isPresent()) {
                folder.get().close();
            }
        } catch (IOException e) {
            fail(e);
        }
    }
}
