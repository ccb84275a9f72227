// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.twin.plan.serving.ModelDeployment;

/**
 * Where the memory of one GPU of an engine goes.
 *
 * @param usableBytes the share of HBM that the engine may take
 * @param reservedBytes activations, graphs and communication buffers
 * @param weightBytes this GPU's part of the weights
 */
record MemoryBudget(long usableBytes, long reservedBytes, long weightBytes) {
    private static final long PPM = 1_000_000;

    static MemoryBudget of(ModelDeployment deployment, EngineModel engine) {
        return new MemoryBudget(
                engine.gpu().hbmBytes() / PPM * deployment.memoryUtilizationPpm(),
                engine.memory().reservedBytesPerGpu(),
                engine.memory().weightBytesPerGpu());
    }

    /** Room for weights, at least 1 so that it can be a limit. */
    long weightRoomBytes() {
        return Math.max(1, usableBytes - reservedBytes);
    }
}
