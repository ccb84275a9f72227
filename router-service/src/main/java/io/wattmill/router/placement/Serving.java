// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.Node;

/**
 * An engine that serves what a request asks for, and what does not change of it while it is here.
 *
 * @param longestTokens of context that it takes; 0 when nobody tells
 * @param canBePaired whether it computes requests whole, or gateways know how it hands over
 * @param isPromptsOnly whether it computes prompts for others, and nothing else
 */
record Serving(
        Node node,
        Engine engine,
        EngineSlot slot,
        long longestTokens,
        boolean canBePaired,
        boolean isPromptsOnly) {
    Serving(Node node, Engine engine, EngineSlot slot, long longestTokens) {
        this(
                node,
                engine,
                slot,
                longestTokens,
                Constraints.canBePaired(engine),
                engine.description().role() == EngineRole.PREFILL);
    }
}
