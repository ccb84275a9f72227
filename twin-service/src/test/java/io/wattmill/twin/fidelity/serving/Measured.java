// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.predict.ServingPoint;

/**
 * A serving point with what was measured there.
 *
 * @param point what ran
 * @param ttftSeconds measured
 * @param tpotSeconds measured
 */
public record Measured(ServingPoint point, double ttftSeconds, double tpotSeconds) {
    EngineBackend backend() {
        return point.backend();
    }

    /** What is left out of a fit together. */
    String group() {
        String model = point.model().name();
        String family = model.startsWith("deepseek") ? "deepseek" : model;
        return family + " on " + point.gpu().name();
    }
}
