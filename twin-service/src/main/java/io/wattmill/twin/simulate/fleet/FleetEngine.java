// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.fleet;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;

/**
 * One engine of a simulated fleet.
 *
 * @param nodeId its node
 * @param engineId its name on the node
 * @param served name under which it serves its model
 * @param model times and powers of its steps
 * @param limits of its batch; no more sequences may run than tokens fit in a step
 */
public record FleetEngine(
        String nodeId, String engineId, String served, EngineModel model, BatchLimits limits) {

    /** Refuses limits that no engine accepts. */
    public FleetEngine {
        if (limits.maxRunning() > limits.maxBatchedTokens()) {
            throw new IllegalArgumentException(
                    limits.maxRunning()
                            + " sequences do not fit in steps of "
                            + limits.maxBatchedTokens()
                            + " tokens");
        }
    }

    /** The same with other times and powers. */
    public FleetEngine running(EngineModel other) {
        return new FleetEngine(nodeId, engineId, served, other, limits);
    }

    /** The same with other limits. */
    public FleetEngine within(BatchLimits other) {
        return new FleetEngine(nodeId, engineId, served, model, other);
    }

    /** Tokens of the longest request that it can hold: in one copy of its attention. */
    public long longestContext() {
        return limits.kvCapacityTokens() / model.parallelism().attentionData();
    }

    /** GPUs that it runs on. */
    public int gpus() {
        return model.parallelism().gpus();
    }
}
