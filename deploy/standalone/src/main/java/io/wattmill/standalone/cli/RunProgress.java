// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.simulate.run.RunControl;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One line on a terminal that tells how far simulations are; nothing where there is none. */
final class RunProgress implements AutoCloseable {
    private static final long PERIOD_MS = 500;

    private final PrintWriter screen;
    private final RunControl control;
    private final long startNanos = System.nanoTime();
    private final ScheduledExecutorService timer;
    private final boolean shown;

    private RunProgress(PrintWriter screen, RunControl control, boolean shown) {
        this.screen = screen;
        this.control = control;
        this.shown = shown;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("run-progress").factory());
    }

    static RunProgress on(PrintWriter screen, RunControl control) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        RunProgress progress = new RunProgress(screen, control, terminal);
        if (terminal) {
            progress.timer.scheduleAtFixedRate(
                    progress::tell, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        }
        return progress;
    }

    private void tell() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        screen.print("\r" + line(control.progress(), seconds, control.isCancelled()));
        screen.flush();
    }

    /** What is left is estimated from what is done; unknown while nothing is. */
    static String line(RunControl.Progress progress, double seconds, boolean cancelled) {
        String left =
                progress.share() > 0
                        ? "%.0f s left".formatted(seconds / progress.share() - seconds)
                        : "no estimate yet";
        return String.format(
                Locale.ROOT,
                "%s %5.1f %% of %d runs, %,d requests, %,.0f requests/s, %s   ",
                cancelled ? "stopping" : "running",
                100 * progress.share(),
                progress.runs(),
                progress.requests(),
                progress.requests() / Math.max(1e-3, seconds),
                left);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (shown) {
            screen.print("\r" + " ".repeat(78) + "\r");
            screen.flush();
        }
    }
}
