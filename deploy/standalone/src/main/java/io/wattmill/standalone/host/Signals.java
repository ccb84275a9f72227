// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.host;

import sun.misc.Signal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Ctrl-C and SIGTERM. A shutdown hook would not do: it hears only the first, and a person who
 * presses Ctrl-C twice means it.
 */
public final class Signals {
    private static final List<String> ASKS_TO_STOP = List.of("INT", "TERM", "HUP");

    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final Runnable onSecond;

    private Signals(Runnable onSecond) {
        this.onSecond = onSecond;
    }

    /**
     * Takes over the signals that ask a process to stop. {@code onSecond} runs on the second of
     * them.
     */
    public static Signals listen(Runnable onSecond) {
        var signals = new Signals(onSecond);
        ASKS_TO_STOP.forEach(name -> Signal.handle(new Signal(name), _ -> signals.heard()));
        return signals;
    }

    /** Runs {@code task} each time the terminal has another size. */
    public static void onResize(Runnable task) {
        Signal.handle(new Signal("WINCH"), _ -> task.run());
    }

    /** Asks this process to stop, as if somebody else had. */
    public static void askToStop() {
        Signal.raise(new Signal("TERM"));
    }

    private void heard() {
        if (!first.complete(null)) {
            onSecond.run();
        }
    }

    /** Completes when the process is asked to stop. */
    public CompletableFuture<Void> asked() {
        return first.copy();
    }
}
