// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.host.Signals;
import io.wattmill.twin.simulate.run.RunControl;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C of a command that simulates: its runs end and it tells what they had. What cannot be asked
 * to end (a trace that is being read, a building's year) is not waited for: the process ends within
 * a second either way.
 */
final class Cancelling {
    private static final long PATIENCE_MS = 600;

    private final RunControl control;
    private final PrintWriter out;
    private final AtomicBoolean told = new AtomicBoolean();

    private Cancelling(RunControl control, PrintWriter out) {
        this.control = control;
        this.out = out;
    }

    /** From now on a signal ends it; a second one at once. */
    static Cancelling listen(RunControl control, PrintWriter out) {
        var cancelling = new Cancelling(control, out);
        Signals.listen(() -> Runtime.getRuntime().halt(ExitCode.CANCELLED))
                .asked()
                .thenRun(cancelling::cancel);
        return cancelling;
    }

    /** True for the first who asks: one report, of the command or of what cut it short. */
    boolean mayTell() {
        return told.compareAndSet(false, true);
    }

    private void cancel() {
        control.cancel();
        CompletableFuture.delayedExecutor(PATIENCE_MS, TimeUnit.MILLISECONDS).execute(this::giveUp);
    }

    /** Says how far it was, without figures; the exit code. */
    int tellNothing() {
        if (mayTell()) {
            sayHowFar();
        }
        return ExitCode.CANCELLED;
    }

    private void giveUp() {
        if (mayTell()) {
            sayHowFar();
            Runtime.getRuntime().halt(ExitCode.CANCELLED);
        }
    }

    private void sayHowFar() {
        out.print(mark(control.progress()));
        out.println("there are none yet: they had not been put together");
        out.flush();
    }

    /** What a report of a cancelled run begins with. */
    static String mark(RunControl.Progress progress) {
        return "CANCELLED at %.0f %% of the simulation, after %,d requests: figures are of these alone%n%n"
                .formatted(100 * progress.share(), progress.requests());
    }
}
