// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

/** One inference engine. Engine ids are only unique within a node. */
public record EngineKey(String nodeId, String engineId) {

    /** Of requests that never reached an engine. */
    public static final EngineKey UNKNOWN = new EngineKey("unknown", "unknown");

    /** The owner of the engine's accounts. */
    public String owner() {
        return nodeId + "/" + engineId;
    }
}
