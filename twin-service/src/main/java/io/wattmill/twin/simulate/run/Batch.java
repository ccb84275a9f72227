// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.run;

import io.wattmill.twin.simulate.Watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Runs that know nothing of each other, on some threads; results in the order of the tasks. */
public final class Batch {
    private final int threads;
    private final RunControl control;

    /**
     * @param threads at least 1
     * @param control hears of progress, and may cancel
     */
    public Batch(int threads, RunControl control) {
        if (threads < 1) {
            throw new IllegalArgumentException("a batch has at least one thread");
        }
        this.threads = threads;
        this.control = control;
    }

    /**
     * Runs every task. A cancelled one returns what it has; none is left out.
     *
     * @param tasks each is given a watch that counts its requests and ends it when cancelled
     */
    public <T> List<T> run(List<Function<Watch, T>> tasks) {
        control.expect(tasks.size());
        List<Callable<T>> calls = new ArrayList<>(tasks.size());
        tasks.forEach(task -> calls.add(() -> task.apply(control.watch())));
        if (threads == 1 || tasks.size() == 1) {
            return calls.stream().map(Batch::called).toList();
        }
        try (ExecutorService pool =
                Executors.newFixedThreadPool(Math.min(threads, tasks.size()))) {
            List<Future<T>> futures = calls.stream().map(pool::submit).toList();
            return futures.stream().map(Batch::awaited).toList();
        }
    }

    private static <T> T called(Callable<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a simulation failed", e);
        }
    }

    private static <T> T awaited(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while simulations ran", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulation failed", e.getCause());
        }
    }
}
