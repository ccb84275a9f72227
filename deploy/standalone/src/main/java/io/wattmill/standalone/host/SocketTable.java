// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.host;

import java.util.Optional;

/** Reads the text of /proc/net/tcp and /proc/net/tcp6 (format: man 5 proc). */
public final class SocketTable {
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    private SocketTable() {}

    /** The inode of the socket that listens on this port, as text, if the table has one. */
    public static Optional<String> listenerInode(String table, int port) {
        var suffix = ":%04X".formatted(port);
        return table.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(field -> field.length > INODE)
                .filter(field -> field[STATE].equals(LISTENING))
                .filter(field -> field[LOCAL_ADDRESS].endsWith(suffix))
                .map(field -> field[INODE])
                .findFirst();
    }
}
