// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.gateway.terms.Mode;
import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.PlacementMode;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** A gateway's configuration takes the words that a router understands. */
class PlacementWordsTest {

    @Test
    void theGatewayKnowsTheRoutersModesAndCosts() {
        List<String> known =
                Arrays.stream(PlacementMode.values()).map(PlacementMode::label).toList();
        assertEquals(known, Arrays.stream(Mode.values()).map(Mode::label).toList());
        List<String> costs = Arrays.stream(CostUnit.values()).map(CostUnit::label).toList();
        assertEquals(
                costs,
                Arrays.stream(io.wattmill.gateway.terms.CostUnit.values())
                        .map(io.wattmill.gateway.terms.CostUnit::label)
                        .toList());
    }
}
