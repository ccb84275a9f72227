// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

/** One bit of a group's masks, and what it stands for. */
record Holder(HolderGroup group, int bit) {
    Holdings holdings() {
        return group.of(bit);
    }

    int depth(PrefixBlocks prompt) {
        return group.depth(group.path(prompt, bit), bit);
    }

    Reuse use(PrefixBlocks prompt, int tick) {
        Path path = group.path(prompt, bit);
        return holdings().use(prompt, path, group.depth(path, bit), tick);
    }
}
