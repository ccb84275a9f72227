// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class WorkerTest {

    private static final Duration INTERVAL = Duration.ofMillis(20);

    private volatile Runnable wakeAgain = () -> {};

    @Test
    void gathersForTheWholeIntervalWhenWorkComesDuringAStep() {
        List<Long> begun = new CopyOnWriteArrayList<>();
        Worker worker =
                new Worker(
                        "test",
                        INTERVAL,
                        () -> {
                            begun.add(System.nanoTime());
                            wakeAgain.run();
                        });
        wakeAgain = worker::wake;
        long before = System.nanoTime();
        try (worker) {
            worker.start();
            worker.wake();
            Await.until(() -> begun.size() >= 5, "five steps");
        }
        for (int i = 0; i < 5; i++) {
            long after = begun.get(i) - before;
            String said = "step " + i + " after " + after + " ns";
            assertTrue(after >= (i + 1) * INTERVAL.toNanos(), said);
        }
    }

    @Test
    void doesAStepForEachWakeOfAnIdleThread() {
        AtomicInteger steps = new AtomicInteger();
        try (Worker worker = new Worker("test", Duration.ZERO, steps::incrementAndGet)) {
            worker.start();
            for (int i = 1; i <= 200; i++) {
                int wanted = i;
                worker.wake();
                Await.until(() -> steps.get() >= wanted, "step " + wanted);
            }
        }
    }
}
