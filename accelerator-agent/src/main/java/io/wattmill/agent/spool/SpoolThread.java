// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The one thread that touches an agent's spools: what it is given, in order, and their fsync. */
public final class SpoolThread {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolThread.class);
    private static final long IDLE_MS = 200;

    private final BlockingQueue<Runnable> tasks;
    private final List<Spool> spools = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closing;

    /** A thread for which at most {@code capacity} tasks wait. */
    public SpoolThread(int capacity) {
        this.tasks = new ArrayBlockingQueue<>(capacity);
    }

    /** Begins to work. */
    public void start() {
        Thread.ofPlatform().name("wattmill-agent-spool").daemon().start(this::loop);
    }

    void tend(Spool spool) {
        spools.add(spool);
    }

    /** Hands a task over; false when too many wait, or the thread is ending. */
    boolean offer(Runnable task) {
        return !closing && tasks.offer(task);
    }

    private void loop() {
        while (!closing || !tasks.isEmpty()) {
            next().ifPresent(SpoolThread::run);
            run(() -> spools.forEach(Spool::sync));
        }
        spools.forEach(Spool::close);
        ended.complete(null);
    }

    private Optional<Runnable> next() {
        try {
            return Optional.ofNullable(tasks.poll(IDLE_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            closing = true;
            return Optional.empty();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // The thread outlives even an Error: nobody else would write what comes next.
            LOG.atError().setCause(e).log("a task of the spool failed");
        }
    }

    /** Does what waits, closes the files, and ends; complete when that is done. */
    public CompletionStage<Void> close() {
        closing = true;
        tasks.offer(() -> {});
        return ended;
    }
}
