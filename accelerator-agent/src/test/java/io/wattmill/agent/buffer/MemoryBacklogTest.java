// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class MemoryBacklogTest {

    private final AtomicInteger lost = new AtomicInteger();

    @Property
    void keepsTheNewestInOrderUntilTheyAreAcknowledged(
            @ForAll @IntRange(min = 1, max = 20) int capacity,
            @ForAll @IntRange(min = 0, max = 60) int appended,
            @ForAll @IntRange(min = 0, max = 70) int acknowledged) {
        AtomicInteger gone = new AtomicInteger();
        MemoryBacklog<Integer> backlog = new MemoryBacklog<>(capacity, gone::incrementAndGet);
        List<Integer> expected = new ArrayList<>();
        for (int item = 1; item <= appended; item++) {
            backlog.append(item);
            assertEquals(Math.max(0, item - capacity), gone.get());
            if (item > appended - capacity && item > acknowledged) {
                expected.add(item);
            }
        }
        backlog.acknowledge(acknowledged);

        assertEquals(expected, items(backlog));
        assertEquals(expected.size(), backlog.size());
    }

    @Example
    void acknowledgingTwiceOrTooLittleChangesNothing() {
        MemoryBacklog<Integer> backlog = new MemoryBacklog<>(10, lost::incrementAndGet);
        backlog.append(1);
        backlog.append(2);
        backlog.acknowledge(1);
        backlog.acknowledge(1);
        backlog.acknowledge(0);

        assertEquals(List.of(2), items(backlog));
        assertTrue(backlog.after(2).isEmpty());
        assertEquals(0, lost.get());
    }

    private static List<Integer> items(Backlog<Integer> backlog) {
        List<Integer> items = new ArrayList<>();
        Optional<Kept<Integer>> next = backlog.after(Backlog.START);
        while (next.isPresent()) {
            items.add(next.get().item());
            next = backlog.after(next.get().position());
        }
        return items;
    }
}
