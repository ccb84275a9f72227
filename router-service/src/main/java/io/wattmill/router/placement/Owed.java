// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Moment;

/**
 * What a decision left to do when it was told: to put its prompt's blocks into the prefix index,
 * and others out. No answer needs it, and the next decision does.
 *
 * @param blocks of the prompt
 * @param placed when it was placed: the blocks are of that moment, whenever this is paid
 */
record Owed(InFlight entry, PrefixBlocks blocks, Moment placed) {
    void pay() {
        entry.settle(blocks, placed);
    }
}
