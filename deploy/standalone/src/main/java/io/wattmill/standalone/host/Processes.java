// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes that are not our children. */
public final class Processes {
    private Processes() {}

    /** Whether it runs. A zombie, which only waits for its parent to look, does not. */
    public static boolean isRunning(long pid) {
        var stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(Path.of("/proc/self"))) {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        try {
            var text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }

    /** Its command line with spaces between the words; empty when it is gone or not ours to see. */
    public static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }
}
