// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.host.Signals;
import io.wattmill.twin.simulate.run.RunControl;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C of a command that simulates: its runs end and it tells what they had. What cannot be asked
 * to end (a trace that is being read, a building's year) is not waited for: the process ends within
 * a second either way.
 */
final class Cancelling {
    private static final long PATIENCE_MS = 600;

    private Cancelling() {}

    /** From now on a signal ends it; a second one at once. */
    static void listen(RunControl control, PrintWriter err) {
        Signals.listen(() -> Runtime.getRuntime().halt(ExitCode.CANCELLED))
                .asked()
                .thenRun(() -> cancel(control, err));
    }

    private static void cancel(RunControl control, PrintWriter err) {
        control.cancel();
        CompletableFuture.delayedExecutor(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .execute(() -> giveUp(err));
    }

    private static void giveUp(PrintWriter err) {
        err.println("cancelled before there was anything to tell");
        err.flush();
        Runtime.getRuntime().halt(ExitCode.CANCELLED);
    }

    /** What a report of a cancelled run begins with. */
    static String mark(RunControl.Progress progress) {
        return "CANCELLED at %.0f %% of the simulation, after %,d requests: figures are of these alone%n%n"
                .formatted(100 * progress.share(), progress.requests());
    }
}
