// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.List;

class PredictionErrorTest {
    @Test
    void tellsByHowMuchPredictionsAreOff() {
        PredictionError error = new PredictionError();
        for (int i = 0; i < 1_000; i++) {
            error.observed(1_000, 1_100, i % 10 == 0 ? 1_300 : 1_050);
        }
        assertEquals(1.07, error.bias(), 0.02);
        assertEquals(0.07, error.relative(), 0.02);
        assertEquals(0.9, error.belowP90(), 0.05);
    }

    @Test
    void anEngineThatServedLittleHasTheBiasOfItsKind() {
        PredictionErrors.Kind kind = new PredictionErrors.Kind();
        PredictionErrors known = new PredictionErrors(kind);
        PredictionErrors cold = new PredictionErrors(kind);
        for (int i = 0; i < 20; i++) {
            known.ttftObserved(100, 200, 150);
        }
        cold.ttftObserved(100, 200, 150);
        assertEquals(1.5, cold.ttftBias(), 0.01);
        assertEquals(1, cold.tpotBias());
    }

    @Property
    void isBoundedWhateverComes(
            @ForAll List<@LongRange(min = -10) Long> actual,
            @ForAll @LongRange(min = -10) long predicted) {
        PredictionError error = new PredictionError();
        actual.forEach(one -> error.observed(predicted, predicted, one));
        assertTrue(error.bias() >= 0.2499 && error.bias() <= 4.001, "bias " + error.bias());
        assertTrue(error.relative() >= 0 && error.relative() <= 3.001);
        assertTrue(error.belowP90() >= 0 && error.belowP90() <= 1.001);
    }

    @Test
    void oneAbsurdObservationSaysLittleAmongMany() {
        PredictionError error = new PredictionError();
        for (int i = 0; i < 500; i++) {
            error.observed(1_000, 1_100, 1_000);
        }
        error.observed(1_000, 1_100, Long.MAX_VALUE);
        assertEquals(1, error.bias(), 0.015);
    }
}
