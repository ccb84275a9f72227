// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who listens where, by Linux's {@code /proc/net/tcp} and {@code tcp6} (man 5 proc). */
public final class Listeners {

    private static final String LISTENS = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int USER = 7;
    private static final int HEX = 16;

    private Listeners() {}

    /** The users of the listening sockets of each port; lines that are none are left out. */
    public static Map<Integer, Set<Long>> of(List<String> lines) {
        Map<Integer, Set<Long>> users = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > USER && fields[STATE].equals(LISTENS)) {
                enter(fields, users);
            }
        }
        return users;
    }

    private static void enter(String[] fields, Map<Integer, Set<Long>> users) {
        try {
            String address = fields[ADDRESS];
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1), HEX);
            users.computeIfAbsent(port, _ -> new HashSet<>()).add(Long.parseLong(fields[USER]));
        } catch (NumberFormatException _) {
            // No line of that table.
        }
    }
}
