// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.board.Ink;
import io.wattmill.standalone.board.RowFilter;
import io.wattmill.standalone.terminal.Screen;
import io.wattmill.standalone.terminal.Terminal;
import io.wattmill.standalone.top.Manual;
import io.wattmill.standalone.top.TopSession;

import java.io.PrintWriter;

/** A screen that is redrawn in place until the viewer leaves. */
final class LiveScreen {

    private LiveScreen() {}

    /** Whether there is a terminal to draw on. */
    static boolean isThere() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Until the viewer leaves. However that comes about, the terminal is given back as it was. */
    static void show(
            Manual manual, TopSession.Site site, RowFilter filter, PrintWriter out, Ink ink)
            throws InterruptedException {
        Terminal terminal = Terminal.open().orElseThrow(() -> noModes(manual));
        try (terminal;
                var screen = new Screen(out)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        screen.close();
                                        terminal.close();
                                    }));
            new TopSession(manual, site, terminal, ink, filter).run(System.in, screen);
        }
    }

    private static Refusal noModes(Manual manual) {
        return new Refusal(
                ExitCode.FAILED,
                "this terminal's modes cannot be set with stty; use `"
                        + manual.title()
                        + " --once`");
    }
}
