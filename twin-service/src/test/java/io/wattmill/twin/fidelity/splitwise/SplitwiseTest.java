// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.splitwise;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Prompt and token times of Splitwise. Skips, saying so, without the public data. */
class SplitwiseTest {
    private static final double TARGET = 0.10;

    @Test
    void tellsTheTimesOfSettingsThatItsConstantsWereNotFittedTo() {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: no times to tell");
        List<Splitwise.Told> told = Splitwise.leftOut();
        Errors prompts = Splitwise.prompts(told);
        Errors tokens = Splitwise.tokens(told);
        assertTrue(prompts.rows() == 152 && prompts.median() <= TARGET, prompts.text());
        assertTrue(tokens.median() <= TARGET, tokens.text());
    }
}
