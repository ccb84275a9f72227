// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import java.nio.file.Path;

/** Where this process logs. To be said before the first logger is made: logback reads it once. */
final class Logs {
    private Logs() {}

    /** Into `wattmill.log` in this folder, five files of 20 MB at most. */
    static void intoFolder(Path folder) {
        System.setProperty("wattmill.logs", folder.toString());
        System.setProperty("logback.configurationFile", "wattmill-up.xml");
    }
}
