// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.simulate.plan.DomainPacking.Engines;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class DomainPackingTest {

    /** Tries every way to lay engines into domains, one engine after the other. */
    private static boolean canBeLaid(int[] rooms, List<Integer> sizes, int next) {
        if (next == sizes.size()) {
            return true;
        }
        for (int i = 0; i < rooms.length; i++) {
            if (rooms[i] >= sizes.get(next)) {
                rooms[i] -= sizes.get(next);
                boolean laid = canBeLaid(rooms, sizes, next + 1);
                rooms[i] += sizes.get(next);
                if (laid) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean canBeLaid(int gpus, int domain, List<Integer> sizes) {
        int[] rooms = new int[Math.ceilDiv(gpus, domain)];
        Arrays.setAll(rooms, i -> Math.min(domain, gpus - i * domain));
        return canBeLaid(rooms, sizes, 0);
    }

    private static List<Engines> each(List<Integer> sizes) {
        return sizes.stream().map(size -> new Engines(size, 1)).toList();
    }

    @Property(tries = 2_000)
    void laysOutWhateverCanBeLaidOutInPowersOfTwo(
            @ForAll @IntRange(min = 1, max = 28) int gpus,
            @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 3) Integer> powers) {
        List<Integer> sizes = powers.stream().map(power -> 1 << power).toList();
        assertEquals(canBeLaid(gpus, 8, sizes), DomainPacking.fits(gpus, 8, each(sizes)));
    }

    @Property(tries = 2_000)
    void neverPromisesWhatCannotBeLaidOut(
            @ForAll @IntRange(min = 1, max = 28) int gpus,
            @ForAll @IntRange(min = 5, max = 9) int domain,
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 5) Integer> sizes) {
        if (DomainPacking.fits(gpus, domain, each(sizes))) {
            assertTrue(canBeLaid(gpus, domain, sizes));
        }
    }

    @Property(tries = 1_000)
    void equalEnginesAreLaidOutTogetherAsOneByOne(
            @ForAll @IntRange(min = 1, max = 60) int gpus,
            @ForAll @IntRange(min = 1, max = 8) int size,
            @ForAll @IntRange(min = 0, max = 20) int count,
            @ForAll @IntRange(min = 0, max = 20) int ones) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < count + ones; i++) {
            sizes.add(i < count ? size : 1);
        }
        List<Engines> together = List.of(new Engines(size, count), new Engines(1, ones));
        assertEquals(
                DomainPacking.fits(gpus, 8, each(sizes)), DomainPacking.fits(gpus, 8, together));
    }

    @Property(tries = 1_000)
    void findsTheMostThatFit(
            @ForAll @IntRange(min = 1, max = 60) int gpus,
            @ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll @IntRange(min = 0, max = 9) int others) {
        List<Engines> beside = List.of(new Engines(2, others));
        long most = DomainPacking.most(gpus, 8, size, beside);
        for (long count = 1; count <= gpus / size; count++) {
            boolean fits =
                    DomainPacking.fits(
                            gpus, 8, List.of(new Engines(size, count), beside.getFirst()));
            assertEquals(count <= most, fits, count + " of " + most);
        }
    }

    @Test
    void smallEnginesLeaveTheRoomOfLargeOnes() {
        // Spread evenly, eight engines of 1 GPU leave 4 free on each of two nodes.
        List<Engines> mixed = List.of(new Engines(1, 8), new Engines(8, 1));
        assertTrue(DomainPacking.fits(16, 8, mixed));
        assertFalse(DomainPacking.fits(15, 8, mixed));
        // Free GPUs that lie apart are no place for an engine.
        assertFalse(DomainPacking.fits(16, 8, List.of(new Engines(5, 2), new Engines(6, 1))));
    }

    @Test
    void enginesLargerThanADomainHaveWholeOnes() {
        assertTrue(DomainPacking.fits(32, 8, List.of(new Engines(12, 2))));
        assertFalse(DomainPacking.fits(31, 8, List.of(new Engines(12, 2))));
        assertFalse(DomainPacking.fits(32, 8, List.of(new Engines(12, 2), new Engines(4, 1))));
    }
}
