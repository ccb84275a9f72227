// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;

/**
 * An engine that serves what a request asks for.
 *
 * @param longestTokens of context that it takes; 0 when nobody tells
 */
record Serving(Node node, Engine engine, EngineSlot slot, long longestTokens) {}
