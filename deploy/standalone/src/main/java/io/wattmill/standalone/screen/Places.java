// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.screen;

/**
 * How a path is written for a reader and for a shell.
 *
 * @param home the user's home folder, absolute; empty when there is none
 */
public record Places(String home) {
    private static final String PLAIN = "[A-Za-z0-9_./+@:,-]+";

    /** With `~` for the home folder. */
    public String shown(String path) {
        return isUnderHome(path) ? "~" + path.substring(home.length()) : path;
    }

    /** As a word of a POSIX shell. */
    public String word(String path) {
        var shown = shown(path);
        return shown.replace("~", "").matches(PLAIN)
                ? shown
                : "'" + path.replace("'", "'\\''") + "'";
    }

    private boolean isUnderHome(String path) {
        return !home.isEmpty() && path.startsWith(home + "/");
    }
}
