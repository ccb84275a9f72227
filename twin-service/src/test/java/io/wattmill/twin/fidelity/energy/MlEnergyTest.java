// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.energy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joules per token against ML.ENERGY. Skips, saying so, without the public data. */
class MlEnergyTest {
    private static final double TARGET = Fidelity.of(EngineBackend.VLLM).joules();

    @BeforeEach
    void needsTheData() {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: no joules to tell");
    }

    @Test
    void tellsTheJoulesOfModelsThatItsConstantsWereNotFittedTo() {
        Errors errors = MlEnergy.joules(MlEnergy.leftOut());
        assertTrue(errors.rows() == 198 && errors.median() <= TARGET, errors.text());
    }

    @Test
    void tellsTheJoulesWithTheConstantsAsShipped() {
        Errors errors = MlEnergy.joules(MlEnergy.asShipped());
        assertTrue(errors.rows() == 198 && errors.median() <= TARGET, errors.text());
    }
}
