// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/** Where an engine keeps a block: the further from the GPU, the longer it takes to use it. */
public enum Tier {
    GPU,
    CPU,
    DISK;

    /** One bit of its own. */
    public int bit() {
        return 1 << ordinal();
    }
}
