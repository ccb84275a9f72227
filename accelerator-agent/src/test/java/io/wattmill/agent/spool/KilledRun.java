// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.time.Ticker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that appends to a backlog for ever, and says each number once its write has returned.
 * Arguments: the folder, bytes of a file.
 */
final class KilledRun {

    private KilledRun() {}

    /** Appends until it is killed. */
    public static void main(String[] arguments) throws Exception {
        ExecutorService loop = Executors.newSingleThreadExecutor();
        SpoolThread thread = new SpoolThread(16);
        DiskBacklog<String> backlog =
                new DiskBacklog<>(
                        thread,
                        Path.of(arguments[0]),
                        new SpoolLimits(1 << 24, Integer.parseInt(arguments[1]), Long.MAX_VALUE, 1),
                        Ticker.system(),
                        new Codec<>(
                                text -> text.getBytes(StandardCharsets.UTF_8),
                                bytes -> Optional.of(new String(bytes, StandardCharsets.UTF_8))),
                        10,
                        100,
                        loop,
                        new SpoolMetrics(Metrics.registry(), "node-1", "reports"));
        thread.start();
        for (int number = 1; ; number++) {
            String item = "report " + number;
            loop.submit(() -> backlog.append(item)).get();
            CountDownLatch written = new CountDownLatch(1);
            if (thread.offer(written::countDown)) {
                written.await();
                System.out.println(number);
                System.out.flush();
            }
        }
    }
}
