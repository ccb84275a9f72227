// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.engine.EngineModel;

import java.util.stream.IntStream;

/** An engine model's energy coefficients at each power of two of the batch, computed once. */
public final class EnergyByBatch {
    private static final int LEVELS = 12;

    private final EnergyCoefficients[] levels;

    public EnergyByBatch(EngineModel model) {
        levels =
                IntStream.range(0, LEVELS)
                        .mapToObj(level -> model.coefficients(1 << level))
                        .toArray(EnergyCoefficients[]::new);
    }

    /** The coefficients at the largest power of two up to this batch, which is at least 1. */
    public EnergyCoefficients at(int batch) {
        int level = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, batch));
        return levels[Math.min(LEVELS - 1, level)];
    }
}
