// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import java.io.IOException;

/** Signals that Java has no word for. */
final class Signals {

    private Signals() {}

    /** Sends one, such as STOP, CONT or INT. */
    static void send(String name, long pid) throws IOException {
        try {
            int exit =
                    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IOException("kill -" + name + " " + pid + " ended with " + exit);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
