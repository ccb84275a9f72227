// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.util.Locale;

/** Where an engine keeps a block, nearest first. */
public enum Tier {
    GPU,
    CPU,
    DISK;

    /**
     * The tier of a medium as engines write it ({@code GPU}, {@code CPU}, {@code CPU_PINNED},
     * {@code DISK}, ...). Empty is the GPU: engines that have no other tier name none. What is not
     * known is taken for the farthest.
     */
    static Tier of(String medium) {
        String name = medium.toUpperCase(Locale.ROOT);
        if (name.isEmpty() || name.startsWith("GPU") || name.equals("DEVICE")) {
            return GPU;
        }
        return name.startsWith("CPU") || name.startsWith("HOST") ? CPU : DISK;
    }

    /** One bit of its own. */
    int bit() {
        return 1 << ordinal();
    }
}
