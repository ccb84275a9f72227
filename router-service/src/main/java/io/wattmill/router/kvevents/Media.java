// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.router.prefix.Tier;

import java.util.Locale;

/** Media of blocks, as engines write them. */
final class Media {
    private Media() {}

    /**
     * The tier of a medium ({@code GPU}, {@code CPU}, {@code CPU_PINNED}, {@code DISK}, ...). Empty
     * is the GPU: engines that have no other tier name none. What is not known is taken for the
     * farthest.
     */
    static Tier tier(String medium) {
        String name = medium.toUpperCase(Locale.ROOT);
        if (name.isEmpty() || name.startsWith("GPU") || name.equals("DEVICE")) {
            return Tier.GPU;
        }
        return name.startsWith("CPU") || name.startsWith("HOST") ? Tier.CPU : Tier.DISK;
    }
}
