// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.schema;

/** Ends the writing at the first thing that cannot be met; never leaves this package. */
final class Unmet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unmet(String reason) {
        super(reason, null, false, false);
    }

    static void unless(boolean holds, String reason) {
        if (!holds) {
            throw new Unmet(reason);
        }
    }
}
