// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

class FleetReaderTest {
    private static final Path SHIPPED = Path.of("..", "deploy", "measure", "fleets");

    @ParameterizedTest
    @ValueSource(strings = {"h100-8b", "h100-70b", "mixed-8b", "mixed-70b"})
    void theShippedFleetsHaveEightNodes(String name) throws Exception {
        String text = Files.readString(SHIPPED.resolve(name + ".yaml"));
        FleetSpec fleet =
                assertInstanceOf(FleetReading.Understood.class, FleetReader.read(text)).fleet();
        assertEquals(8, fleet.nodes());
        assertEquals(8, fleet.fleet().engines().size());
        assertTrue(fleet.leastKvTokens() > 100_000, fleet::toString);
    }

    @Test
    void namesAllThatIsWrong() {
        var refused =
                assertInstanceOf(
                        FleetReading.Refused.class,
                        FleetReader.read(
                                """
                                racks: 3
                                nodes:
                                  - {count: 0, gpu: h900, model: llama-3.1-8b}
                                  - {count: 2, gpu: h100-sxm, model: llama-9, watts: 1}
                                  - {count: 1, gpu: a100-sxm, model: llama-3.1-70b, tp: 1}
                                """));
        String all = String.join("\n", refused.problems());
        for (String place :
                new String[] {
                    "racks",
                    "nodes[0].count",
                    "nodes[0].gpu",
                    "nodes[1].model",
                    "nodes[1].watts",
                    "nodes[2].tp"
                }) {
            assertTrue(all.contains(place), all);
        }
    }
}
