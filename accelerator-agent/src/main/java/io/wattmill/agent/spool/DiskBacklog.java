// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.kit.time.Ticker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
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
    private final int capacity;
    private final int batch;
    private final Executor home;
    private final SpoolMetrics metrics;
    private final Ticker ticker;
    private final long patienceNanos;
    private final long bornNanos;
    private final Earlier earlier = new Earlier();
    private final TreeMap<Long, T> head = new TreeMap<>();
    private final TreeMap<Long, T> tail = new TreeMap<>();
    private final Writes writes = new Writes();
    private Runnable onReady = () -> {};
    private boolean ready;
    private boolean loading;
    private long last;
    private long spilledUpTo = START;
    private long loadedUpTo = START;
    private long acked = START;
    private long onDisk;
    private long spilledMeanwhile;

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
        this.capacity = capacity;
        this.batch = batch;
        this.home = home;
        this.metrics = metrics;
        this.ticker = ticker;
        this.patienceNanos = limits.retryNanos();
        this.bornNanos = ticker.nanos();
        thread.tend(spool);
        thread.offer(spool::recover);
    }

    @Override
    public void append(T item) {
        long position = ++last;
        tail.put(position, item);
        byte[] payload = codec.encode().apply(item);
        boolean taken = thread.offer(() -> write(position, payload));
        writes.begun(position, taken);
        if (!taken) {
            metrics.queueFull();
        }
        if (tail.size() > capacity) {
            evict(tail.firstKey());
        }
    }

    private void write(long position, byte[] payload) {
        boolean written = spool.write(position, payload);
        home.execute(() -> written(position, written));
    }

    /** The oldest in memory goes; whether it is on disk may be known a little later. */
    private void evict(long position) {
        tail.remove(position);
        switch (writes.leave(position)) {
            case ON_DISK -> gone(position, true);
            case NOWHERE -> gone(position, false);
            case UNDECIDED -> {}
        }
    }

    private void written(long position, boolean isOnDisk) {
        if (writes.ended(position, isOnDisk)) {
            gone(position, isOnDisk);
            onReady.run();
        }
    }

    /** It is no longer in memory: on disk, or lost. */
    private void gone(long position, boolean isOnDisk) {
        if (isOnDisk) {
            spilledUpTo = Math.max(spilledUpTo, position);
            spilledMeanwhile++;
            onDisk++;
        } else {
            metrics.lostInMemory();
        }
    }

    @Override
    public void acknowledge(long position) {
        head.headMap(position, true).clear();
        tail.headMap(position, true).clear();
        writes.forget(position);
        acked = Math.max(acked, position);
        loadedUpTo = Math.max(loadedUpTo, position);
        if (loadedUpTo >= spilledUpTo) {
            onDisk = 0;
        }
        acknowledgeOnDisk(position);
        adopt();
    }

    private void acknowledgeOnDisk(long position) {
        boolean settled = earlier.settled();
        thread.offer(() -> spool.acknowledge(position, settled));
    }

    @Override
    public Optional<Kept<T>> after(long position) {
        Optional<Kept<T>> read = Kept.after(position, head);
        if (read.isPresent() || !isReady()) {
            return read;
        }
        long known = Math.max(position, loadedUpTo);
        if (known < spilledUpTo) {
            load();
            return Optional.empty();
        }
        return writes.anyUndecidedBehind(known) ? Optional.empty() : Kept.after(position, tail);
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
        if (!loading) {
            long from = loadedUpTo;
            long upTo = spilledUpTo;
            spilledMeanwhile = 0;
            loading = thread.offer(() -> fetch(from, upTo));
        }
    }

    private void fetch(long from, long upTo) {
        Runnable then = () -> loading = false;
        try {
            Fetched<T> found = read(from, upTo);
            then = () -> fetched(found.items(), found.reached(), found.exhausted());
        } finally {
            home.execute(then);
        }
    }

    /** What was read, and up to where. */
    private record Fetched<T>(TreeMap<Long, T> items, long reached, boolean exhausted) {}

    private Fetched<T> read(long from, long upTo) {
        Spool.Batch found = spool.load(from, upTo, batch);
        TreeMap<Long, T> items = new TreeMap<>();
        for (Kept<byte[]> kept : found.items()) {
            codec.decode().apply(kept.item()).ifPresent(item -> items.put(kept.position(), item));
        }
        long reached = found.exhausted() ? upTo : found.items().getLast().position();
        return new Fetched<>(items, reached, found.exhausted());
    }

    private void fetched(TreeMap<Long, T> items, long reached, boolean exhausted) {
        loading = false;
        head.putAll(items.tailMap(loadedUpTo, false));
        loadedUpTo = Math.max(loadedUpTo, reached);
        onDisk = exhausted ? spilledMeanwhile : Math.max(0, onDisk - items.size());
        onReady.run();
    }

    @Override
    public long size() {
        return head.size() + tail.size() + writes.undecided() + onDisk + earlier.waiting();
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
            loadedUpTo = Math.max(loadedUpTo, OWN);
            earlier.late(waitingHere);
            adopt();
        } else {
            onDisk += waitingHere;
            spilledUpTo = Math.max(spilledUpTo, OWN);
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
            long from = earlier.takenUpTo();
            earlier.reading(thread.offer(() -> fetchEarlier(from)));
        }
    }

    private void fetchEarlier(long from) {
        Runnable then = () -> earlier.reading(false);
        try {
            Fetched<T> found = read(from, OWN);
            then = () -> adopted(found);
        } finally {
            home.execute(then);
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
        long resident = head.headMap(upTo, true).size() + tail.headMap(upTo, true).size();
        boolean apart = upTo <= OWN && !earlier.settled();
        long done = apart ? earlier.takenUpTo() : acked;
        long waited = done == START ? items : Math.clamp(upTo - done, 0, items);
        long lost = Math.max(0, waited - resident);
        if (apart) {
            earlier.lost(lost);
        } else {
            onDisk = Math.max(0, onDisk - lost);
        }
        if (lost > 0) {
            metrics.lostOnDisk(lost);
        }
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
