// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.router.engine.Calibration;
import io.wattmill.router.engine.KernelTable;
import io.wattmill.router.engine.WeightFormat;
import io.wattmill.twin.predict.LoopFactors;
import io.wattmill.twin.predict.Prediction;
import io.wattmill.twin.predict.Predictor;
import io.wattmill.twin.predict.ServingTuning;

import java.util.Map;

/**
 * What the data sheet alone tells: peaks of compute, bandwidth and bus, the longer of computing and
 * reading, no overheads, nothing learned.
 */
final class Roofline {
    private static final Map<WeightFormat, KernelTable.Product> PEAK =
            Map.of(WeightFormat.BF16, new KernelTable.Product(1, 1, 0));
    private static final KernelTable KERNELS = new KernelTable(PEAK, PEAK, 1, 1);
    private static final ServingTuning NOTHING_LEARNED =
            new ServingTuning(
                    new Calibration(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0),
                    new LoopFactors(1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1));

    private Roofline() {}

    static Prediction predict(Measured row) {
        return Predictor.predict(row.point(), KERNELS, NOTHING_LEARNED);
    }
}
