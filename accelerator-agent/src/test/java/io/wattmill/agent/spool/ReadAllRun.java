// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.time.Ticker;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that reads and acknowledges all that waits in a folder, and says how many there were.
 */
final class ReadAllRun {

    /** Tries that found nothing, then it is over. */
    private static final int PATIENCE = 20;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final SpoolThread thread = new SpoolThread(100_000);
    private final DiskBacklog<Integer> backlog;

    private ReadAllRun(Path folder) {
        backlog =
                new DiskBacklog<>(
                        thread,
                        folder,
                        new SpoolLimits(1 << 30, 1 << 20, Long.MAX_VALUE, Long.MAX_VALUE),
                        Ticker.system(),
                        new Codec<>(_ -> new byte[0], bytes -> Optional.of(bytes.length)),
                        10,
                        1_000,
                        loop,
                        new SpoolMetrics(Metrics.registry(), "node-1", "reports"));
    }

    /** Argument: the folder. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(new ReadAllRun(Path.of(arguments[0])).all());
        System.exit(0);
    }

    private long all() throws Exception {
        thread.start();
        long count = 0;
        long position = Backlog.START;
        for (int idle = 0; idle < PATIENCE; ) {
            long from = position;
            Optional<Kept<Integer>> next = ask(() -> backlog.after(from));
            if (next.isPresent()) {
                position = next.get().position();
                long done = position;
                ask(
                        () -> {
                            backlog.acknowledge(done);
                            return true;
                        });
                count++;
                idle = 0;
            } else {
                settle();
                idle++;
            }
        }
        return count;
    }

    private void settle() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        if (thread.offer(done::countDown)) {
            done.await();
        }
        ask(() -> true);
    }

    private <R> R ask(Callable<R> question) throws Exception {
        return loop.submit(question).get();
    }
}
