// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.agent.spool.Reader.Range;
import io.wattmill.kit.time.Ticker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A backlog that is in memory and on disk at once. Everything is written as it comes; memory holds
 * the newest and what is on its way, and what lies between is read back when its turn comes.
 *
 * <p>What may be lost. When the process is killed: what the spool's thread had not written yet,
 * normally nothing, at most {@code buffer.write-queue}; a write that returned is the kernel's and
 * stays. When the host loses power: besides, what was written within the last {@code
 * buffer.sync-period}. When the disk is full: what exceeds {@code buffer.capacity} while it is.
 * What was acknowledged may come again, never the other way round.
 *
 * <p>What an earlier run left comes first, but waits behind what is newer when the folder opens
 * late: when it was refused at first, or did not answer for {@code buffer.retry-period}.
 */
public final class DiskBacklog<T> implements Backlog<T>, SpoolListener {

    /** Behind every position of earlier runs, before every one of this run's own. */
    private static final long OWN = 0;

    private final SpoolThread thread;
    private final Spool spool;
    private final Codec<T> codec;
    private final Reader<T> reader;
    private final Executor home;
    private final SpoolMetrics metrics;
    private final Ticker ticker;
    private final long patienceNanos;
    private final long bornNanos;
    private final Earlier earlier = new Earlier();
    private final Spilled<T> spilled = new Spilled<>();
    private final Recent<T> recent;
    private Runnable onReady = () -> {};
    private boolean ready;
    private long last;
    private long acked = START;

    /**
     * A backlog in a folder of its own.
     *
     * @param capacity of the newest in memory
     * @param batch how many are read back at once
     * @param home runs on the context that the backlog belongs to
     */
    public DiskBacklog(
            SpoolThread thread,
            Path folder,
            SpoolLimits limits,
            Ticker ticker,
            Codec<T> codec,
            int capacity,
            int batch,
            Executor home,
            SpoolMetrics metrics) {
        this.thread = thread;
        this.spool = new Spool(folder, limits, ticker, this);
        this.codec = codec;
        this.reader = new Reader<>(thread, spool, codec, batch, home, metrics, this::gaveUp);
        this.home = home;
        this.metrics = metrics;
        this.ticker = ticker;
        this.patienceNanos = limits.retryNanos();
        this.bornNanos = ticker.nanos();
        this.recent = new Recent<>(capacity, this::left);
        thread.tend(spool);
        thread.offer(spool::recover);
    }

    @Override
    public void append(T item) {
        long position = ++last;
        byte[] payload = codec.encode().apply(item);
        boolean taken = thread.offer(() -> write(position, payload));
        if (!taken) {
            metrics.queueFull();
        }
        recent.add(position, item, taken);
    }

    private void write(long position, byte[] payload) {
        Runnable then = () -> written(position, false);
        try {
            boolean written = spool.write(position, payload);
            then = () -> written(position, written);
        } finally {
            home.execute(then);
        }
    }

    private void written(long position, boolean isOnDisk) {
        if (recent.written(position, isOnDisk)) {
            onReady.run();
        }
    }

    private void left(long position, boolean isOnDisk) {
        if (isOnDisk) {
            spilled.add(position);
        } else {
            metrics.lostInMemory();
        }
    }

    @Override
    public void acknowledge(long position) {
        spilled.acknowledge(position);
        recent.acknowledge(position);
        acked = Math.max(acked, position);
        acknowledgeOnDisk(position);
        adopt();
    }

    private void acknowledgeOnDisk(long position) {
        boolean settled = earlier.settled();
        thread.offer(() -> spool.acknowledge(position, settled));
    }

    @Override
    public Optional<Kept<T>> after(long position) {
        Optional<Kept<T>> read = spilled.after(position);
        if (read.isPresent() || !isReady()) {
            return read;
        }
        if (spilled.hasBehind(position)) {
            load();
            return Optional.empty();
        }
        return recent.after(position, spilled.known(position));
    }

    /** A disk that does not answer holds up what is in memory no longer than one that refuses. */
    private boolean isReady() {
        if (!ready && ticker.nanos() - bornNanos >= patienceNanos) {
            ready = true;
            metrics.isSlow();
        }
        return ready;
    }

    private void load() {
        Optional<Range> next = spilled.next();
        if (next.isPresent() && !reader.read(next.get(), this::fetched, spilled::notRead)) {
            spilled.notRead();
        }
    }

    private void fetched(Fetched<T> found) {
        spilled.read(found);
        onReady.run();
    }

    private void gaveUp() {
        adopt();
        onReady.run();
    }

    @Override
    public long size() {
        return spilled.size() + recent.size() + earlier.waiting();
    }

    @Override
    public void onReady(Runnable listener) {
        onReady = listener;
    }

    @Override
    public void recovered(long waiting) {
        home.execute(() -> opened(waiting));
    }

    private void opened(long waitingHere) {
        metrics.recovered();
        if (ready && waitingHere > 0) {
            spilled.skip(OWN);
            earlier.late(waitingHere);
            adopt();
        } else {
            spilled.found(waitingHere, OWN);
            settle();
            begin();
        }
    }

    /** What this run acknowledged while that could not be said yet. */
    private void settle() {
        earlier.settle();
        if (acked > OWN) {
            acknowledgeOnDisk(acked);
        }
    }

    /** Makes another batch of what earlier runs left this run's own. */
    private void adopt() {
        if (earlier.wanted()) {
            Range range = new Range(earlier.takenUpTo(), OWN);
            earlier.reading(reader.read(range, this::adopted, () -> earlier.reading(false)));
        }
    }

    /** Written once more before the files that it comes from may go. */
    private void adopted(Fetched<T> found) {
        found.items().values().forEach(this::append);
        acknowledgeOnDisk(found.reached());
        earlier.taken(found.items().size(), found.reached(), found.exhausted());
        if (earlier.settled()) {
            settle();
        }
        adopt();
        onReady.run();
    }

    private void begin() {
        ready = true;
        onReady.run();
    }

    @Override
    public void dropped(long upTo, long items) {
        home.execute(() -> lost(upTo, items));
    }

    /** What is still in memory is not lost, nor what was acknowledged meanwhile. */
    private void lost(long upTo, long items) {
        long resident = spilled.countUpTo(upTo) + recent.countUpTo(upTo);
        boolean apart = upTo <= OWN && !earlier.settled();
        long done = apart ? earlier.takenUpTo() : acked;
        long waited = done == START ? items : Math.clamp(upTo - done, 0, items);
        long lost = Math.max(0, waited - resident);
        if (apart) {
            earlier.lost(lost);
        } else {
            spilled.lost(lost);
        }
        if (lost > 0) {
            metrics.lostOnDisk(lost);
        }
    }

    @Override
    public void gaveUp(Path file) {
        metrics.gaveUp(file);
    }

    @Override
    public void broke(IOException cause) {
        metrics.broke(cause);
        home.execute(this::begin);
    }

    @Override
    public void mended() {
        metrics.mended();
    }

    /** Takes its gauge out of the registry; the files are closed with their thread. */
    public void close() {
        metrics.close();
    }
}
