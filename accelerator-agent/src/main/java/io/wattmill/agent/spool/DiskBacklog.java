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
 */
public final class DiskBacklog<T> implements Backlog<T>, SpoolListener {

    private final SpoolThread thread;
    private final Spool spool;
    private final Codec<T> codec;
    private final int capacity;
    private final int batch;
    private final Executor home;
    private final SpoolMetrics metrics;
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
        thread.offer(() -> spool.acknowledge(position));
    }

    @Override
    public Optional<Kept<T>> after(long position) {
        Optional<Kept<T>> read = Kept.after(position, head);
        if (read.isPresent() || !ready) {
            return read;
        }
        long known = Math.max(position, loadedUpTo);
        if (known < spilledUpTo) {
            load();
            return Optional.empty();
        }
        return writes.anyUndecidedBehind(known) ? Optional.empty() : Kept.after(position, tail);
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
        Spool.Batch found = spool.load(from, upTo, batch);
        TreeMap<Long, T> items = new TreeMap<>();
        for (Kept<byte[]> kept : found.items()) {
            codec.decode().apply(kept.item()).ifPresent(item -> items.put(kept.position(), item));
        }
        long reached = found.exhausted() ? upTo : found.items().getLast().position();
        home.execute(() -> fetched(items, reached, found.exhausted()));
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
        return head.size() + tail.size() + writes.undecided() + onDisk;
    }

    @Override
    public void onReady(Runnable listener) {
        onReady = listener;
    }

    @Override
    public void recovered(long waiting) {
        home.execute(
                () -> {
                    metrics.recovered();
                    onDisk += waiting;
                    spilledUpTo = Math.max(spilledUpTo, 0);
                    begin();
                });
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
        long waited = acked == START ? items : Math.clamp(upTo - acked, 0, items);
        long lost = Math.max(0, waited - resident);
        onDisk = Math.max(0, onDisk - lost);
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
