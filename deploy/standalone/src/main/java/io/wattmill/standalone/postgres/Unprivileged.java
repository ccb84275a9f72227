// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import java.io.IOException;
import java.util.List;

/**
 * How to run PostgreSQL's programs, which refuse to run as root: as they are, or in a user
 * namespace of their own where this user is nobody in particular (`unshare -U`; the kernel still
 * sees our own rights on our own files).
 */
final class Unprivileged {
    private static final List<String> UNSHARE = List.of("unshare", "-U");

    private Unprivileged() {}

    /** The words before the program. */
    static List<String> prefix(Command command) throws IOException {
        if (!isRoot(command)) {
            return List.of();
        }
        if (command.run(List.of("unshare", "-U", "true")).succeeded()) {
            return UNSHARE;
        }
        throw new PostgresException(
                "PostgreSQL does not run as root, and this host does not let root open a user"
                    + " namespace (unshare -U failed); run as another user, or point postgres.* at"
                    + " an external database");
    }

    private static boolean isRoot(Command command) throws IOException {
        return command.run(List.of("id", "-u")).output().equals("0");
    }
}
