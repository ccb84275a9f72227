// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.prefix.Tier;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** An index that only remembers, and holds the one who tells it to the promises of its calls. */
public final class HeldBlocks implements BlockIndex {
    private final Map<Long, EnumSet<Tier>> blocks = new HashMap<>();

    @Override
    public void stored(int place, long block, long parent, Tier tier) {
        assertTrue(parent == ROOT || blocks.containsKey(parent), "behind nothing");
        assertEquals(null, blocks.put(block, EnumSet.of(tier)), "stored twice");
    }

    @Override
    public void copied(int place, long block, Tier tier) {
        assertTrue(tiers(block).add(tier), "copied twice");
    }

    @Override
    public void removed(int place, long block, Tier tier) {
        assertTrue(tiers(block).remove(tier), "removed twice");
        blocks.values().removeIf(Set::isEmpty);
    }

    private EnumSet<Tier> tiers(long block) {
        EnumSet<Tier> tiers = blocks.get(block);
        assertNotNull(tiers, "a block that was never stored");
        return tiers;
    }

    @Override
    public void cleared(int place) {
        blocks.clear();
    }

    public Map<Long, EnumSet<Tier>> blocks() {
        return blocks;
    }
}
