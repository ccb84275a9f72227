// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.idempotency.Occupancy.Used;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** What a count in the database cannot have seen is not forgotten by it. */
class OccupancyTest {
    private final Occupancy occupancy = new Occupancy(10, 700);

    @Test
    void aCountDoesNotForgetAnAnswerThatIsOnItsWay() {
        assertTrue(occupancy.tryTake("p", 400));
        occupancy.counting();
        occupancy.counted(Map.of());
        assertFalse(occupancy.tryTake("p", 400), "the first is on its way");
        assertTrue(occupancy.tryTake("p", 300), "up to the bound");
    }

    @Test
    void norOneThatArrivedWhileItWasMade() {
        assertTrue(occupancy.tryTake("p", 400));
        occupancy.counting();
        occupancy.arrived("p", 400);
        occupancy.counted(Map.of());
        assertFalse(occupancy.tryTake("p", 400));
    }

    @Test
    void theNextCountKnowsItAndIsBelieved() {
        assertTrue(occupancy.tryTake("p", 400));
        occupancy.arrived("p", 400);
        occupancy.counting();
        occupancy.counted(Map.of("p", new Used(1, 400)));
        assertTrue(occupancy.tryTake("p", 300), "counted once");
        occupancy.arrived("p", 300);
        occupancy.counting();
        occupancy.counted(Map.of());
        assertTrue(occupancy.tryTake("p", 700), "all were swept");
    }
}
